"""督办: who looks after which proposal, what came of each visit, and how it ended."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from members.enums import RoleCode
from members.operations import attach, notify
from members.operations.changes import overwrite
from members.queries import people_of
from proposals.enums import ProposalState, SupervisionState
from proposals.models import Proposal, Supervision, SupervisionVisit
from proposals.operations.proposal_telling import record, tell_unit
from proposals.workflow import SUPERVISION, Refused, advance, lock, lock_all
from rooms import practice

VERB = "proposals.supervise"
RELATED = ("room__unit__region", "office__region")
MOST_AT_ONCE = 200


@transaction.atomic
def supervise(proposal: Proposal, *, by, **fields) -> Supervision:
    """Let a leader, a committee or a unit look after one proposal."""
    _check(fields)
    return _begin(lock(proposal, related=RELATED), by=by, **fields)


@transaction.atomic
def supervise_together(proposals, *, by, **fields) -> list[Supervision]:
    """The same supervisor for many: all of them or none."""
    if not proposals:
        raise Refused("请先勾选要安排督办的提案。")
    if len(proposals) > MOST_AT_ONCE:
        raise Refused(f"一次最多安排 {MOST_AT_ONCE} 件，请分几次办理。")
    _check(fields)
    return [_begin(row, by=by, **fields) for row in lock_all(proposals, related=RELATED)]


def _check(fields) -> None:
    if not (fields.get("leader") or fields.get("committee") or fields.get("unit")):
        raise Refused("请写明督办领导，或者选择督办的单位、专门委员会。")
    if fields["starts_on"] > timezone.localdate():
        raise Refused("开始日期不能晚于今天。")


def _begin(row, *, by, **fields) -> Supervision:
    if not row.number or row.state == ProposalState.MERGED:
        raise Refused(f"“{row.title}”还没有立案或者已经并案，不用安排督办。")
    own = {name: fields.get(name) or None if name == "unit" else fields.get(name, "") for name in WHO}
    if row.supervisions.running().filter(**own).exists():
        raise Refused(f"“{row.title}”已经由同一位领导（单位）督办。")
    made = Supervision.objects.create(proposal=row, entered_by=by, **fields)
    _tell_unit(made, f"由您单位{made.get_mode_display()}：{row.title}", by=by)
    for handling in row.handlings.open().select_related("unit"):
        handling.proposal = row
        tell_unit(handling, f"{made.by_whom}{made.get_mode_display()}", by=by)
    record(row, VERB, by=by, sentence=f"安排{made.get_mode_display()}（{made.get_tier_display()}）")
    return made


WHO = ("leader", "committee", "unit")


def _tell_unit(row: Supervision, sentence: str, *, by) -> None:
    if row.unit:
        people = [user for user in people_of(row.unit, *RoleCode) if user != by]
        notify(people, sentence[:200], url=row.get_absolute_url())


@transaction.atomic
def edit_supervision(supervision: Supervision, *, by, **values) -> Supervision:
    """Another leader took it over, or what is asked was written anew. Raises Stale."""
    row, supervision = _locked(supervision)
    _require_running(supervision)
    _check(values)
    supervision, changes = overwrite(supervision, values)
    if changes:
        record(row, VERB, by=by, sentence="修改督办安排", changes=changes)
    return supervision


@transaction.atomic
def record_visit(supervision: Supervision, *, by, attachments=(), **fields) -> SupervisionVisit:
    """Write down one day; what is required goes to the units that handle."""
    row, supervision = _locked(supervision)
    _require_running(supervision)
    on = fields["on"]
    if not supervision.starts_on <= on <= timezone.localdate():
        raise Refused("日期不能早于督办开始的日期，也不能晚于今天。")
    if fields.get("next_on") and fields["next_on"] <= on:
        raise Refused("下次检查要在这一次以后。")
    visit = SupervisionVisit.objects.create(supervision=supervision, entered_by=by, **fields)
    attach(visit, attachments, by=by)
    if visit.measures:
        for handling in row.handlings.open().select_related("unit"):
            handling.proposal = row
            tell_unit(handling, f"{visit.get_way_display()}后提出了督办要求", by=by)
    record(row, VERB, by=by, sentence=f"登记督办活动（{visit.get_way_display()}）")
    return visit


@transaction.atomic
def end_supervision(supervision: Supervision, *, by, on, result: str) -> Supervision:
    row, supervision = _locked(supervision)
    if not supervision.starts_on <= on <= timezone.localdate():
        raise Refused("结束日期不能早于开始日期，也不能晚于今天。")
    if not result.strip():
        raise Refused("请写明督办结果。")
    advance(supervision, SUPERVISION, SupervisionState.ENDED, by=by, ended_on=on, ended_by=by, result=result)
    record(row, VERB, by=by, sentence=f"结束{supervision.get_mode_display()}", note=result)
    return supervision


@transaction.atomic
def resume_supervision(supervision: Supervision, *, by) -> Supervision:
    """Take it up again: what was promised was not done."""
    row, supervision = _locked(supervision)
    advance(supervision, SUPERVISION, SupervisionState.RUNNING, by=by, ended_on=None, ended_by=None)
    record(row, VERB, by=by, sentence=f"恢复{supervision.get_mode_display()}")
    return supervision


def _require_running(supervision) -> None:
    if not supervision.is_running:
        raise Refused("这项督办已经结束，恢复以后才能登记。")


def _locked(supervision) -> tuple[Proposal, Supervision]:
    row = lock(supervision.proposal, related=RELATED)
    supervision = lock(supervision, related=("unit",))
    supervision.proposal = row
    return row, supervision


@transaction.atomic
def tell_month_begins(today) -> int:
    """督办月 begins: whoever leads is told once a year, with how many proposals are waiting for them.

    Whom no unit stands for, such as the heads of the city, the office tells: it is told for them.
    """
    rows = Supervision.objects.running().filter(starts_on__lte=today).select_related("unit", "proposal__office__region")
    rows, to = list(rows.select_for_update(of=("self",))), {}
    packs = {row.proposal.office: practice.current(row.proposal.office.region) for row in rows}
    told = []
    for row in rows:
        months = packs[row.proposal.office].proposal_year.supervision_months
        since = today.replace(month=min(months), day=1)
        if today.month in months and (row.told_on is None or row.told_on < since):
            told.append(row.pk)
            to.setdefault(row.unit or row.proposal.office, []).append(row)
    for unit, own in to.items():
        text = f"{today.month}月是督办月：{unit.short_name}有 {len(own)} 件提案要督办，请安排调研、视察或者座谈。"
        notify(list(people_of(unit, *RoleCode)), text, url=reverse("proposals:supervision_month"))
    Supervision.objects.filter(pk__in=told).update(told_on=today)
    return len(told)
