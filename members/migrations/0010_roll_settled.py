from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0009_terms_of_members'),
    ]

    operations = [
        migrations.RemoveField(model_name='member', name='term_words'),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_active', True), ('state__in', ['in_office', 'on_leave', 'reminded', 'interviewed'])), models.Q(('is_active', False), ('state__in', ['advised_out', 'adjusted', 'term_over'])), _connector='OR'), name='member_active_by_state'),
        ),
    ]
