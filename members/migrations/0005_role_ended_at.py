from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0004_erasable_notes'),
    ]

    operations = [
        migrations.AddField(
            model_name='role',
            name='ended_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='终止时间'),
        ),
        migrations.AddConstraint(
            model_name='role',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ends_on__isnull', False), _connector='OR'), name='role_ended_has_last_day'),
        ),
    ]
