"""Make a row of each term that was typed, and a state of whether a member was in office."""

from django.db import migrations


def take_over(apps, schema_editor):
    member, term = apps.get_model("members", "Member"), apps.get_model("members", "Term")
    typed = member.objects.exclude(term_words="").order_by().values_list("region", "level", "term_words").distinct()
    for region, level, name in typed:
        made, _ = term.objects.get_or_create(region_id=region, level=level, name=name)
        member.objects.filter(region=region, level=level, term_words=name).update(term=made)
    member.objects.filter(is_active=False).update(state="adjusted")


def give_back(apps, schema_editor):
    for term in apps.get_model("members", "Term").objects.all():
        term.members.update(term_words=term.name)


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0008_roll"),
    ]

    operations = [migrations.RunPython(take_over, give_back)]
