"""听取汇报: written down by the body that listened; what it asked for is answered by the units it asked."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from members import ledger
from members.enums import NoticeKind
from members.models import Notice
from members.operations import attach, notify
from members.operations.changes import overwrite
from members.operations.desks import take_by_desk
from members.permissions.registers import ANSWERING
from members.queries import desks, people_of
from members.templatetags.dates import day
from members.workflow import Refused, advance, check_version, lock
from rooms.enums import RequirementState
from rooms.models import Hearing, Requirement
from rooms.models.hearing import WAYS

VERB = "rooms.edit_hearing"
ANSWER = "rooms.answer_requirement"
# Before its day a unit is reminded once, as long before as the workbench calls it urgent.
SOON = timedelta(days=3)


@transaction.atomic
def record_hearing(*, by, unit, region, reporters, files=(), **values) -> Hearing:
    if not region.path.startswith(unit.region.path):
        raise Refused(f"{unit}只能登记{unit.region}范围内的汇报，请重新选择区域。")
    _check_group(values.get("group"), region)
    hearing = Hearing.objects.create(unit=unit, region=region, created_by=by, **values)
    hearing.reporters.set(reporters)
    attach(hearing, files, by=by)
    ledger.record(hearing, VERB, by=by, unit=unit, sentence=f"登记{hearing}")
    return hearing


@transaction.atomic
def edit_hearing(hearing: Hearing, *, by, reporters, files=(), **values) -> Hearing:
    hearing = lock(hearing, related=("unit__region", "region"))
    _check_standing(hearing)
    _check_group(values.get("group"), hearing.region)
    hearing, changes = overwrite(hearing, values)
    before = "、".join(str(unit) for unit in hearing.reporters.all())
    hearing.reporters.set(reporters)
    after = "、".join(str(unit) for unit in hearing.reporters.all())
    if before != after:
        changes["reporters"] = ("汇报单位", before, after)
    kept = attach(hearing, files, by=by)
    if changes or kept:
        ledger.record(hearing, VERB, by=by, unit=hearing.unit, sentence=f"修改{hearing}的登记", changes=changes)
    return hearing


@transaction.atomic
def remove_hearing(hearing: Hearing, *, by, reason: str) -> Hearing:
    """Take an entry out; what it asked for waits for nobody any more."""
    hearing = lock(hearing, related=("unit",))
    _check_standing(hearing)
    hearing.removed_at, hearing.removed_by = timezone.now(), by
    hearing.save(update_fields=["removed_at", "removed_by"])
    ledger.record(hearing, VERB, by=by, unit=hearing.unit, sentence=f"删除{hearing}的登记", note=reason)
    return hearing


@transaction.atomic
def ask_for(hearing: Hearing, *, by, text, unit, due_on=None) -> Requirement:
    hearing = lock(hearing, related=("unit",))
    _check_standing(hearing)
    if due_on and due_on < hearing.held_on:
        raise Refused(f"完成期限不能早于听取汇报的日期 {hearing.held_on:%Y年%-m月%-d日}。")
    last = hearing.requirements.aggregate(last=Max("position"))["last"] or 0
    requirement = Requirement.objects.create(hearing=hearing, position=last + 1, text=text, unit=unit, due_on=due_on)
    take_by_desk(requirement, unit, text)
    sentence = f"{hearing}，要求 {requirement.position} 由{unit}落实" + (f"，{day(due_on)}前" if due_on else "")
    ledger.record(requirement, VERB, by=by, unit=hearing.unit, sentence=sentence)
    _tell(requirement, f"{hearing.body}听取汇报后提出要求，请落实：{text[:80]}", but=by)
    return requirement


@transaction.atomic
def edit_requirement(requirement: Requirement, *, by, **values) -> Requirement:
    requirement = lock(requirement, related=("hearing__unit", "unit"))
    _check_open(requirement)
    due_on = values.get("due_on")
    if due_on and due_on < requirement.hearing.held_on:
        raise Refused("完成期限不能早于听取汇报的日期。")
    former = requirement.unit
    requirement, changes = overwrite(requirement, values)
    if changes:
        sentence = f"{requirement.hearing}，修改要求 {requirement.position}"
        ledger.record(requirement, VERB, by=by, unit=requirement.hearing.unit, sentence=sentence, changes=changes)
        if requirement.unit_id != former.pk:
            _tell(requirement, f"{requirement.hearing.body}的要求改由贵单位落实：{requirement.text[:80]}", but=by)
    return requirement


@transaction.atomic
def answer(requirement: Requirement, *, by, version, text, files=()) -> Requirement:
    """The unit tells what came of it, or whoever keeps the hearing writes down what the unit said (代录)."""
    requirement = lock(requirement, related=("hearing__unit__region", "unit__region"))
    check_version(requirement, version)
    _check_standing(requirement.hearing)
    own = requirement.unit_id in by.units_as(*ANSWERING)
    requirement.version += 1
    advance(
        requirement,
        WAYS,
        RequirementState.DONE,
        by=by,
        answer=text,
        answered_by=by,
        answered_at=timezone.now(),
        version=requirement.version,
    )
    attach(requirement, files, by=by)
    sentence = f"{requirement.hearing}，{requirement.unit}报告要求 {requirement.position} 的落实情况"
    entered_for = "" if own else requirement.unit.name
    ledger.record(requirement, ANSWER, by=by, unit=requirement.hearing.unit, sentence=sentence, entered_for=entered_for)
    said = f"{requirement.unit}报告了落实情况：{requirement.text[:80]}"
    _tell(requirement, said, but=by, unit=requirement.hearing.unit)
    return requirement


@transaction.atomic
def ask_again(requirement: Requirement, *, by, version, reason, due_on=None) -> Requirement:
    """The body is not content: the requirement is open again, with a day if one is named. The answer stays."""
    requirement = lock(requirement, related=("hearing__unit__region", "unit__region"))
    check_version(requirement, version)
    _check_standing(requirement.hearing)
    if due_on and due_on < timezone.localdate():
        raise Refused("新的期限不能早于今天。")
    requirement.version += 1
    more = {"due_on": due_on} if due_on else {}
    advance(requirement, WAYS, RequirementState.OPEN, by=by, version=requirement.version, **more)
    sentence = f"{requirement.hearing}，要求 {requirement.position} 退回继续落实"
    changes = {"answer": ("落实情况", requirement.answer, requirement.answer)}
    unit = requirement.hearing.unit
    ledger.record(requirement, VERB, by=by, unit=unit, sentence=sentence, note=reason, changes=changes)
    _tell(requirement, f"{requirement.hearing.body}要求继续落实：{requirement.text[:80]}", but=by)
    return requirement


def remind() -> int:
    """Tell units of requirements that are nearly due or late, each sentence once; return how many.

    A party committee is told before its day and never that it is late.
    """
    today = timezone.localdate()
    rows = Requirement.objects.open().filter(due_on__lte=today + SOON).select_related("unit", "hearing__unit")
    return sum(_remind(row, today) for row in rows)


def _remind(requirement, today) -> bool:
    is_late = requirement.due_on < today
    if is_late and requirement.is_soft:
        return False
    word = "逾期" if is_late else "临期"
    sentence = f"汇报会要求{word}，{day(requirement.due_on)}到期：{requirement.text[:80]}"
    people = _people_of(requirement)
    if is_late or not people:
        # Nobody there signs in: whoever keeps the hearing calls the unit.
        people += people_of(requirement.hearing.unit, *ANSWERING)
    url = requirement.get_absolute_url()
    told = set(Notice.objects.filter(url=url, sentence=sentence[:200]).values_list("user", flat=True))
    people = [user for user in people if user.pk not in told]
    notify(people, sentence, url=url, kind=NoticeKind.DEADLINE)
    return bool(people)


def _tell(requirement, sentence, *, but, unit=None) -> None:
    """The people of the unit that was asked, or of another one."""
    people = people_of(unit, *ANSWERING) if unit else _people_of(requirement)
    people = [user for user in people if user != but]
    notify(people, sentence, url=requirement.get_absolute_url())


def _people_of(requirement) -> list:
    """Of a department who handles it; of others whoever answers for the unit."""
    return desks.in_charge(requirement, requirement.unit) or list(people_of(requirement.unit, *ANSWERING))


def _check_standing(hearing) -> None:
    if hearing.removed_at:
        raise Refused("这次听取汇报的登记已经删除，不能再改。")


def _check_open(requirement) -> None:
    _check_standing(requirement.hearing)
    if requirement.state != RequirementState.OPEN:
        raise Refused("这条要求已经报告落实情况，不能再改。需要继续落实的，请退回。")


def _check_group(group, region) -> None:
    if group is not None and group.region_id != region.pk:
        raise Refused(f"{group}不是{region}的领导小组，请重新选择。")
