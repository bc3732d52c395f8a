"""Names are found by all their readings, units by their short names too."""

from django.db import migrations, models

from members.models.pinyin import pinyin_of, pinyin_of_unit, spell_again


def spell(apps, _editor):
    for name in ("Member", "User"):
        spell_again(apps.get_model("members", name).objects.all(), lambda row: pinyin_of(row.name))
    spell_again(apps.get_model("members", "Region").objects.all(), lambda row: pinyin_of(row.name, is_person=False))
    spell_again(
        apps.get_model("members", "Unit").objects.all(), lambda row: pinyin_of_unit(row.name, row.short_name)
    )


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0005_role_ended_at'),
    ]

    operations = [
        migrations.AlterField(
            model_name='member',
            name='pinyin',
            field=models.CharField(db_index=True, default='', editable=False, max_length=400),
        ),
        migrations.AlterField(
            model_name='region',
            name='pinyin',
            field=models.CharField(db_index=True, default='', editable=False, max_length=400),
        ),
        migrations.AlterField(
            model_name='unit',
            name='pinyin',
            field=models.CharField(db_index=True, default='', editable=False, max_length=400),
        ),
        migrations.AlterField(
            model_name='user',
            name='pinyin',
            field=models.CharField(db_index=True, default='', editable=False, max_length=400),
        ),
        migrations.RunPython(spell, migrations.RunPython.noop),
    ]
