"""Verbs of 分发名单: an office saves to whom it sends, changes it, and takes it away."""

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.models import Unit
from members.operations.changes import overwrite
from members.workflow import Refused, lock
from reports.models import DistributionList

EDIT = "reports.edit_distribution_list"
OF_EDITING = ("edited_by", "edited_at")


@transaction.atomic
def add(unit: Unit, *, by, name: str, groups, units, people) -> DistributionList:
    _check(unit, name=name, groups=groups, units=units, people=people)
    row = DistributionList.objects.create(unit=unit, name=name, groups=groups, edited_by=by)
    row.units.set(units)
    row.people.set(people)
    ledger.record(row, EDIT, by=by, unit=unit, sentence=f"新建{row.ledger_label}")
    return row


@transaction.atomic
def edit(row: DistributionList, *, by, units, people, **values) -> DistributionList:
    _check(row.unit, name=values["name"], groups=values["groups"], units=units, people=people, but=row)
    row, changes = overwrite(row, {**values, "edited_by": by, "edited_at": timezone.now()})
    _require_standing(row)
    changes = {name: told for name, told in changes.items() if name not in OF_EDITING}
    for name, chosen in (("units", units), ("people", people)):
        had, field = getattr(row, name), row._meta.get_field(name)
        before = list(had.all())
        if set(before) != set(chosen):
            had.set(chosen)
            changes[name] = (field.verbose_name, _names(before), _names(chosen))
    if changes:
        ledger.record(row, EDIT, by=by, unit=row.unit, sentence=f"修改{row.ledger_label}", changes=changes)
    return row


@transaction.atomic
def remove(row: DistributionList, *, by) -> DistributionList:
    """What was sent by it stays as it was sent."""
    row = lock(row, related=("unit__region",))
    _require_standing(row)
    row.removed_at, row.removed_by = timezone.now(), by
    row.save(update_fields=["removed_at", "removed_by"])
    ledger.record(row, EDIT, by=by, unit=row.unit, sentence=f"删除{row.ledger_label}")
    return row


def _names(rows) -> str:
    return "、".join(sorted(str(row) for row in rows))


def _require_standing(row) -> None:
    if row.removed_at:
        raise Refused("这份名单已经删除。")


def _check(unit, *, name, groups, units, people, but=None) -> None:
    if not groups and not units and not people:
        raise Refused("请至少选择一类、一个单位或者一个人。")
    # Two who save the same name at the same moment: the second finds the first one's.
    lock(unit)
    same = DistributionList.objects.standing().filter(unit=unit, name=name)
    if same.exclude(pk=but.pk if but else None).exists():
        raise Refused(f"已有名为“{name}”的名单，请换一个名称，或修改原来的。")
