"""动员会、培训会、部署会: written down after the meeting, mended, taken out with a reason."""

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.operations import attach
from members.operations.changes import overwrite
from members.workflow import Refused, lock
from rooms.models import Assembly
from rooms.models.assembly import COUNTS

PEOPLE = ("members", "representatives", "users")
FILES = ("materials", "photos", "sheet")
VERB = "rooms.edit_assembly"


@transaction.atomic
def record_assembly(*, by, unit, region, **values) -> Assembly:
    _check_region(unit, region)
    people, files, values = _apart(values)
    _check_counts(values)
    assembly = Assembly.objects.create(unit=unit, region=region, created_by=by, **values)
    _name_people(assembly, people)
    attach(assembly, files, by=by)
    ledger.record(assembly, VERB, by=by, unit=unit, sentence=f"登记{region}{assembly}")
    return assembly


@transaction.atomic
def edit_assembly(assembly: Assembly, *, by, region, **values) -> Assembly:
    assembly = lock(assembly, related=("unit__region",))
    _check_standing(assembly)
    _check_region(assembly.unit, region)
    people, files, values = _apart(values)
    _check_counts(values)
    assembly, changes = overwrite(assembly, {"region": region, **values})
    changes |= _name_people(assembly, people)
    kept = attach(assembly, files, by=by)
    if changes or kept:
        ledger.record(assembly, VERB, by=by, unit=assembly.unit, sentence=f"修改{assembly}的登记", changes=changes)
    return assembly


@transaction.atomic
def remove_assembly(assembly: Assembly, *, by, reason: str) -> Assembly:
    """Take an entry out of the register: it counts no more, and who did it and why stays."""
    assembly = lock(assembly, related=("unit",))
    _check_standing(assembly)
    assembly.removed_at, assembly.removed_by = timezone.now(), by
    assembly.save(update_fields=["removed_at", "removed_by"])
    ledger.record(assembly, VERB, by=by, unit=assembly.unit, sentence=f"删除{assembly}的登记", note=reason)
    return assembly


def _apart(values: dict) -> tuple[dict, list, dict]:
    """Split what the form gives: people, files, and the columns of the row."""
    people = {name: values[name] for name in PEOPLE if name in values}
    files = [pk for name in FILES for pk in values.get(name) or ()]
    return people, files, {name: value for name, value in values.items() if name not in (*PEOPLE, *FILES)}


def _name_people(assembly, people: dict) -> dict:
    """Set who is named; the ledger keeps the names where they can be erased."""
    changes = {}
    for name, rows in people.items():
        field = getattr(assembly, name)
        before = "、".join(str(row) for row in field.all())
        field.set(rows)
        after = "、".join(str(row) for row in field.all())
        if before != after:
            changes[name] = (str(assembly._meta.get_field(name).verbose_name), before, after)
    return changes


def _check_standing(assembly) -> None:
    if assembly.removed_at:
        raise Refused("这条登记已经删除，不能再改。")


def _check_region(unit, region) -> None:
    if not region.path.startswith(unit.region.path):
        raise Refused(f"{unit}只能登记{unit.region}范围内的会议，请重新选择区域。")


def _check_counts(values: dict) -> None:
    for wanted, came in COUNTS.items():
        values[wanted], values[came] = values.get(wanted) or 0, values.get(came) or 0
        if values[wanted] and values[came] > values[wanted]:
            label = Assembly._meta.get_field(came).verbose_name
            raise Refused(
                f"{label} {values[came]} 人，多于应到 {values[wanted]} 人。请核对；没有定应到人数的，应到不填。"
            )
    if not any(values[came] for came in COUNTS.values()):
        raise Refused("请填写实到人数。")
