"""联络员、指导员、协调员、宣传员 take up and lay down their duty."""

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.operations import notify
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
    duty, changes = overwrite(duty, values)
    if changes:
        sentence = f"修改{duty.get_kind_display()}的登记"
        ledger.record(duty, VERB, by=by, unit=duty.unit, sentence=sentence, changes=_whom(duty) | changes)
    return duty


@transaction.atomic
def end_duty(duty: StaffDuty, *, by, last_on, reason="") -> StaffDuty:
    duty = lock(duty, related=("unit__region",))
    if duty.ends_on and duty.ends_on < timezone.localdate():
        raise Refused("这一项已经结束。")
    if last_on < duty.starts_on:
        raise Refused(f"最后一天不能早于开始日期 {duty.starts_on:%Y年%-m月%-d日}。")
    duty.ends_on = last_on
    duty.save(update_fields=["ends_on"])
    sentence = f"{duty.get_kind_display()}不再担任，最后一天 {last_on:%Y年%-m月%-d日}"
    ledger.record(duty, VERB, by=by, unit=duty.unit, sentence=sentence, note=reason, changes=_whom(duty))
    return duty


def _whom(duty: StaffDuty) -> dict:
    """Names lie where they can be erased, not in the sentence."""
    return {"name": ("姓名", "", duty.name)}
