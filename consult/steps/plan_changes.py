"""调整: an issued plan changes by the word of the body that approved it, each change with its reason."""

from django.db import transaction
from django.utils import timezone

from consult.enums import PlanChangeKind, PlanChangeState, PlanItemState, Verdict
from consult.models import PlanChange, PlanEdition, PlanItem
from consult.models.plan import NOT_BEGUN
from consult.queries import plans as queries
from consult.steps.plan_approval import carriers_of, deciders, publish, require_other, write_decision
from consult.steps.plan_paper import notice_of
from consult.steps.plans import RELATED, TEXTS, add_row, apply, names_of, require_months
from consult.workflow import PLAN_CHANGE, PLAN_ITEM, Refused, advance, check_version, lock
from members import ledger
from members.enums import NoticeKind
from members.models import Unit
from members.operations import notify
from members.operations.changes import told_value
from rooms.models import Room

MANY = ("rooms", "units")


@transaction.atomic
def propose_addition(plan, *, by, reason: str, **fields) -> PlanChange:
    """Ask the body for one more topic."""
    plan = _lock_issued(plan)
    require_months(fields["month"], fields["until_month"])
    told = [[label, "", after] for label, _, after in _told(None, fields)]
    return _propose(plan, None, PlanChangeKind.ADD, by=by, reason=reason, values=_kept(fields), told=told)


@transaction.atomic
def propose_change(item, *, by, reason: str, version: int, **fields) -> PlanChange:
    """Ask the body for other months, another lead, another form or other words.

    Raises Stale where the body agreed to another change since: the form would ask to take that one back.
    """
    plan, item = _lock_item(item)
    check_version(item, version)
    require_months(fields.get("month", item.month), fields.get("until_month", item.until_month))
    told = _told(item, fields)
    if not told:
        raise Refused("没有改动。请先修改要调整的内容。")
    labels = {label for label, _, _ in told}
    only_months = labels <= {"开始月份", "结束月份"}
    kind = PlanChangeKind.MOVE if only_months else PlanChangeKind.EDIT
    if item.state not in NOT_BEGUN and labels & {"开始月份", "结束月份"}:
        raise Refused("这件议题已经立项，时间以实际为准，不用再调整。")
    return _propose(plan, item, kind, by=by, reason=reason, values=_kept(fields), told=told)


@transaction.atomic
def propose_drop(item, *, by, reason: str) -> PlanChange:
    """Ask the body to take a topic out of the year."""
    plan, item = _lock_item(item)
    if item.state not in (*NOT_BEGUN, PlanItemState.RUNNING):
        raise Refused("这件议题已经协商，不能取消。")
    return _propose(plan, item, PlanChangeKind.DROP, by=by, reason=reason, values={}, told=[])


@transaction.atomic
def withdraw_change(change, *, by) -> PlanChange:
    change = lock(change, related=("plan__unit__region",))
    told = {"withdrawn_by": by, "withdrawn_at": timezone.now()}
    advance(change, PLAN_CHANGE, PlanChangeState.WITHDRAWN, by=by, **told)
    _record(change.plan, "consult.withdraw_plan_change", by=by, about=change, sentence="撤回计划调整")
    return change


@transaction.atomic
def decide_changes(plan, *, by, changes, verdict, basis, basis_on, opinion="", basis_note="", attachments=()):
    """One word of the body for the changes that lie before it; what it agreed to holds at once."""
    plan = _lock_issued(plan)
    require_other(plan, by)
    is_agreed = verdict == Verdict.APPROVE
    if not is_agreed and not opinion.strip():
        raise Refused("不同意调整的，要写明理由。")
    keys = [change.pk for change in changes]
    rows = list(PlanChange.objects.select_for_update(of=("self",)).filter(plan=plan, pk__in=keys).order_by("pk"))
    if not rows:
        raise Refused("请勾选要审定的调整。")
    told = {"opinion": opinion, "basis": basis, "basis_note": basis_note, "basis_on": basis_on}
    decision = write_decision(plan, by=by, verdict=verdict, attachments=attachments, **told)
    for row in rows:
        row.plan = plan
        advance(row, PLAN_CHANGE, _ends(is_agreed=is_agreed), by=by, decision=decision)
        if is_agreed:
            _carry_out(row, by=by)
    said = "同意" if is_agreed else "不同意"
    people = [user for user in queries.keepers_of(plan.unit) if user != by]
    sentence = f"{plan.approver.short_name}{said} {len(rows)} 项计划调整"
    notify(people, f"{sentence}：{plan.title}", url=plan.get_absolute_url())
    entered = plan.approver.name if decision.entered_for_body else ""
    _record(plan, "consult.decide_plan_changes", by=by, sentence=sentence, note=opinion, entered_for=entered)
    return decision


@transaction.atomic
def issue_changes(plan, *, by, dated_on, opening: str = "") -> PlanEdition:
    """调整通知: everything that was agreed and not yet made known, under one number."""
    plan = _lock_issued(plan)
    rows = plan.changes.filter(state=PlanChangeState.APPROVED, edition__isnull=True)
    rows = list(rows.select_for_update(of=("self",)).select_related("item").order_by("pk"))
    if not rows:
        raise Refused("没有已同意、还没有印发的调整。")
    items = queries.items_of(plan)
    edition = publish(
        plan,
        by=by,
        dated_on=dated_on,
        paper=lambda number: notice_of(plan, items, rows, number, dated_on, opening=opening),
    )
    plan.changes.filter(pk__in=[row.pk for row in rows]).update(edition=edition)
    people = [user for user in carriers_of(items) if user != by]
    notify(people, f"已印发调整通知：{plan.title}", url=plan.get_absolute_url())
    _record(plan, "consult.issue_plan_changes", by=by, sentence=f"印发调整通知（{edition.number}）")
    return edition


def _ends(*, is_agreed: bool):
    return PlanChangeState.APPROVED if is_agreed else PlanChangeState.DECLINED


def _carry_out(change, *, by) -> None:
    values = _read(change.values)
    if change.kind == PlanChangeKind.ADD:
        change.item = add_row(change.plan, **values)
        change.item.first_month = change.item.month
        change.item.save(update_fields=["first_month"])
        change.save(update_fields=["item"])
        return
    item = lock(change.item)
    if change.kind == PlanChangeKind.DROP:
        advance(item, PLAN_ITEM, PlanItemState.DROPPED, by=by, reason=change.reason[:300])
        return
    moves = any(name in values and values[name] != getattr(item, name) for name in ("month", "until_month"))
    if moves and item.state not in NOT_BEGUN:
        # It was begun while the change lay before the body.
        values.pop("month", None), values.pop("until_month", None)
        moves = False
    apply(item, values)
    if moves:
        advance(item, PLAN_ITEM, PlanItemState.MOVED, by=by, reason=change.reason[:300])


def _propose(plan, item, kind, *, by, reason, values, told) -> PlanChange:
    if not reason.strip():
        raise Refused("调整计划要写明理由。")
    change = PlanChange.objects.create(
        plan=plan, item=item, kind=kind, values=values, told=told, reason=reason, proposed_by=by
    )
    said = f"待审定计划调整：{change.get_kind_display()}“{item.title if item else values['title']}”"
    notify([user for user in deciders(plan) if user != by], said, url=plan.get_absolute_url(), kind=NoticeKind.TASK)
    sentence = f"提请{plan.approver.short_name}{change.get_kind_display()}计划议题"
    changes = {str(at): tuple(row) for at, row in enumerate(told)}
    _record(plan, "consult.propose_plan_change", by=by, about=change, sentence=sentence, note=reason, changes=changes)
    return change


def _lock_issued(plan):
    plan = lock(plan, related=RELATED)
    if not plan.is_issued:
        raise Refused("计划还没有印发，可以直接修改，不用调整。")
    return plan


def _lock_item(item):
    plan = _lock_issued(item.plan)
    item = PlanItem.objects.select_for_update(of=("self",)).select_related("lead").get(pk=item.pk)
    item.plan = plan
    if item.state == PlanItemState.DROPPED:
        raise Refused("这件议题已经取消。")
    if item.changes.filter(state=PlanChangeState.PENDING).exists():
        raise Refused("这件议题已有一项调整待审定，请先等审定机关答复，或者撤回那一项。")
    return plan, item


def _told(item, fields: dict) -> list[list[str]]:
    """What differs, as a person reads it: label, before, after."""
    found = []
    for name, value in fields.items():
        field = PlanItem._meta.get_field(name)
        if name in MANY:
            before, after = names_of(getattr(item, name).all()) if item else "", names_of(value)
        else:
            before = told_value(field, getattr(item, name)) if item else ""
            after = told_value(field, value)
        if before != after:
            found.append([str(field.verbose_name), before, after])
    return found


def _kept(fields: dict) -> dict:
    """Values as JSON keeps them: rows by their keys."""
    kept = {name: value for name, value in fields.items() if name in TEXTS and name != "lead"}
    kept |= {name: [row.pk for row in fields[name]] for name in MANY if name in fields}
    if "lead" in fields:
        kept["lead"] = fields["lead"].pk if fields["lead"] else None
    return kept


def _read(values: dict) -> dict:
    read = dict(values)
    if "lead" in read:
        read["lead"] = Unit.objects.filter(pk=read["lead"]).first() if read["lead"] else None
    for name, model in (("rooms", Room), ("units", Unit)):
        if name in read:
            read[name] = list(model.objects.filter(pk__in=read[name]))
    return read


def _record(plan, verb: str, *, by, sentence: str, about=None, **details) -> None:
    ledger.record(about or plan, verb, by=by, unit=plan.unit, sentence=sentence, **details)
