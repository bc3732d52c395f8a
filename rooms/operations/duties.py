"""联络员、指导员、协调员、宣传员 take up and lay down their duty."""

from django.db import transaction

from members import ledger
from members.operations import dated, notify
from members.operations.changes import overwrite
from members.workflow import Refused, lock
from rooms.models import StaffDuty

VERB = "rooms.edit_duties"


@transaction.atomic
def add_duty(unit, *, by, **values) -> StaffDuty:
    unit = lock(unit, related=("region",))
    if not unit.is_active:
        raise Refused(f"{unit}已经停用，不能登记职责。")
    same = unit.staff_duties.filter(kind=values["kind"], name=values["name"], ends_on__isnull=True)
    if same.exists():
        raise Refused(f"{values['name']}现在就是这里的{same[0].get_kind_display()}，不用再登记。")
    duty = StaffDuty.objects.create(unit=unit, **values)
    sentence = f"登记{duty.get_kind_display()}，{duty.starts_on:%Y年%-m月%-d日}起"
    ledger.record(duty, VERB, by=by, unit=unit, sentence=sentence, changes=_whom(duty))
    if duty.user and duty.user != by:
        notify([duty.user], f"您是{unit}的{duty.get_kind_display()}，{duty.starts_on:%Y年%-m月%-d日}起")
    return duty


@transaction.atomic
def edit_duty(duty: StaffDuty, *, by, **values) -> StaffDuty:
    duty = lock(duty)
    dated.check_begin(duty, values.get("starts_on", duty.starts_on))
    duty, changes = overwrite(duty, values)
    if changes:
        sentence = f"修改{duty.get_kind_display()}的登记"
        ledger.record(duty, VERB, by=by, unit=duty.unit, sentence=sentence, changes=_whom(duty) | changes)
    return duty


@transaction.atomic
def end_duty(duty: StaffDuty, *, by, last_on, reason="") -> StaffDuty:
    duty = dated.end(duty, last_on, related=("unit__region",))
    sentence = f"{duty.get_kind_display()}不再担任，最后一天 {last_on:%Y年%-m月%-d日}"
    ledger.record(duty, VERB, by=by, unit=duty.unit, sentence=sentence, note=reason, changes=_whom(duty))
    return duty


def _whom(duty: StaffDuty) -> dict:
    """Names lie where they can be erased, not in the sentence."""
    return {"name": ("姓名", "", duty.name)}
