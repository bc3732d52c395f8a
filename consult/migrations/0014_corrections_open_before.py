"""Corrections that were open before what they may change was kept can be given up as well.

The signed edition gives the text; what it does not hold, its matters among it, stays as it is now.
"""

from django.db import migrations

FIELDS = ("text", "level", "cost", "suggested_due", "legal_basis", "consensus", "opinions", "number")
UNITS = ("suggested_units", "suggested_helpers")


def keep(apps, _editor):
    Minutes = apps.get_model("consult", "Minutes")
    Matter = apps.get_model("consult", "Matter")
    for minutes in Minutes.objects.filter(state="correcting", before_correction={}):
        edition = minutes.editions.order_by("edition").last()
        standing = Matter.objects.filter(consultation=minutes.consultation_id, removed_at__isnull=True)
        minutes.before_correction = {
            "title": edition.paper["title"],
            "sections": edition.paper["texts"],
            "dated_on": minutes.dated_on,
            "correction_reason": edition.reason,
            "matters": [
                {
                    "pk": matter.pk,
                    "fields": {name: getattr(matter, name) for name in FIELDS},
                    "units": {name: list(getattr(matter, name).values_list("pk", flat=True)) for name in UNITS},
                }
                for matter in standing
            ],
        }
        minutes.save(update_fields=["before_correction"])


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0013_assignment_open_of_body'),
    ]

    operations = [
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
