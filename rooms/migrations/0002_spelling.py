"""Names are found by all their readings, units by their short names too."""

from django.db import migrations, models

from members.models.pinyin import pinyin_of, spell_again


def spell(apps, _editor):
    spell_again(apps.get_model("rooms", "Representative").objects.all(), lambda row: pinyin_of(row.name))


class Migration(migrations.Migration):

    dependencies = [
        ('rooms', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='representative',
            name='pinyin',
            field=models.CharField(db_index=True, default='', editable=False, max_length=400),
        ),
        migrations.RunPython(spell, migrations.RunPython.noop),
    ]
