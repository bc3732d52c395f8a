"""The plan before the body that approves it, and issued under a number."""

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from consult.enums import NominationState, PlanState, Verdict
from consult.models import PlanDecision, PlanEdition
from consult.queries import plans as queries
from consult.steps.plan_paper import frozen, paper_of
from consult.steps.plans import RELATED, lock_draft
from consult.workflow import PLAN, Refused, advance, lock
from members import ledger
from members.enums import NoticeKind, RoleCode, UnitKind
from members.models import Role, Unit, User
from members.operations import attach, draw_lettered, notify, order
from members.queries import people_of
from rooms import practice

# Who decides in the name of a body; others enter what it decided.
HEADS = (RoleCode.TOWNSHIP, RoleCode.CITY_COMMITTEE)
SERIES = "plan"


@transaction.atomic
def submit(plan, *, by) -> None:
    """提请审定: the table is closed until the body has spoken."""
    plan = lock_draft(plan)
    items = queries.items_of(plan)
    if not items:
        raise Refused("计划里还没有议题，不能提请审定。")
    unassigned = [item.title for item in items if plan.room is None and not (item.lead_id or item.leader)]
    if unassigned:
        raise Refused(f"还有 {len(unassigned)} 件议题没有写牵头单位或者牵头领导，例如“{unassigned[0]}”。")
    told = {"submitted_by": by, "submitted_at": timezone.now()}
    advance(plan, PLAN, PlanState.PENDING, by=by, **told)
    notify(
        [user for user in deciders(plan) if user != by],
        f"待审定：{plan.title}",
        url=plan.get_absolute_url(),
        kind=NoticeKind.TASK,
    )
    _record(plan, "consult.submit_plan", by=by, sentence=f"提请{plan.approver.short_name}审定计划")


@transaction.atomic
def take_back(plan, *, by) -> None:
    """Before the body spoke."""
    plan = lock(plan, related=RELATED)
    advance(plan, PLAN, PlanState.DRAFT, by=by, submitted_by=None, submitted_at=None)
    _record(plan, "consult.take_back_plan", by=by, sentence="撤回提请审定的计划")


@transaction.atomic
def decide(plan, *, by, verdict, basis, basis_on, opinion="", basis_note="", attachments=()) -> PlanDecision:
    """审定 or 退回: what the body decided, on what basis, and who entered it."""
    plan = lock(plan, related=RELATED)
    require_other(plan, by)
    is_agreed = verdict == Verdict.APPROVE
    if not is_agreed and not opinion.strip():
        raise Refused("退回修改要写明理由。")
    advance(plan, PLAN, PlanState.APPROVED if is_agreed else PlanState.RETURNED, by=by)
    told = {"opinion": opinion, "basis": basis, "basis_note": basis_note, "basis_on": basis_on}
    decision = write_decision(plan, by=by, verdict=verdict, attachments=attachments, **told)
    said = "已审定，可以印发" if is_agreed else f"退回修改：{opinion}"
    people = [user for user in queries.keepers_of(plan.unit) if user != by]
    notify(people, f"{plan.title}{said}", url=plan.get_absolute_url())
    sentence = f"{plan.approver.short_name}{'审定' if is_agreed else '退回'}计划"
    entered = plan.approver.name if decision.entered_for_body else ""
    _record(plan, "consult.decide_plan", by=by, sentence=sentence, note=opinion, entered_for=entered)
    return decision


@transaction.atomic
def issue(plan, *, by, dated_on) -> PlanEdition:
    """印发: from here on it binds, and changes only by decision. One number is drawn, however many press."""
    plan = lock(plan, related=RELATED)
    advance(plan, PLAN, PlanState.ISSUED, by=by, issued_on=dated_on)
    plan.items.update(first_month=F("month"))
    items = queries.items_of(plan)
    edition = publish(plan, by=by, dated_on=dated_on, paper=lambda number: paper_of(plan, items, number, dated_on))
    _tell_all(plan, items, by=by)
    _record(plan, "consult.issue_plan", by=by, sentence=f"印发计划（{edition.number}）")
    return edition


def publish(plan, *, by, dated_on, paper) -> PlanEdition:
    """Draw the number, freeze what is printed, and order the document."""
    letters, number = draw_lettered(plan.unit, SERIES, dated_on.year)
    number = f"{letters}〔{dated_on.year}〕{number}号"
    last = plan.editions.order_by("-edition").first()
    content, digest = frozen(paper(number))
    edition = PlanEdition.objects.create(
        plan=plan,
        edition=last.edition + 1 if last else 0,
        number=number,
        paper=content,
        sha256=digest,
        dated_on=dated_on,
        issued_by=by,
    )
    # A title inside a title stands in single marks.
    title = f"《{content['title'].replace('《', '〈').replace('》', '〉')}》{number}"[:160]
    order("reports.render", key=f"plan:{edition.pk}:1", by=by, title=title, paper="plan", pk=edition.pk)
    return edition


def write_decision(plan, *, by, attachments=(), **told) -> PlanDecision:
    entered = plan.approver_id not in by.units_as(*HEADS)
    decision = PlanDecision.objects.create(plan=plan, decided_by=by, entered_for_body=entered, **told)
    attach(decision, attachments, by=by)
    return decision


def require_other(plan, by) -> None:
    """Where the convener sits in the deciding body, somebody else of it approves."""
    if plan.room and by.convenerships.on(timezone.localdate()).filter(room=plan.room).exists():
        said = "您是这个{room_short}的{convener}，计划请由{committee}的其他负责人审定。"
        raise Refused(practice.for_room(plan.room).say(said))


def deciders(plan) -> list[User]:
    people = list(people_of(plan.approver, RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_CLERK, RoleCode.CITY_COMMITTEE))
    if plan.approver.kind == UnitKind.CITY_COMMITTEE:
        offices = Unit.objects.active().filter(kind=UnitKind.LEADING_OFFICE, region=plan.region)
        people += [user for unit in offices for user in people_of(unit, RoleCode.LEADING_OFFICE)]
    return people


def carriers_of(items):
    """Whoever carries the plan out: staff of its rooms, and everybody of the units that lead a topic or take part."""
    rooms = {room.unit_id for item in items for room in item.rooms.all()}
    units = {unit.pk for item in items for unit in item.units.all()} | {item.lead_id for item in items}
    wanted = Q(unit__in=rooms, code__in=queries.STAFF) | Q(unit__in=units - {None})
    roles = Role.objects.on(timezone.localdate()).filter(wanted)
    return User.objects.filter(pk__in=roles.values("user"), is_active=True)


def _tell_all(plan, items, *, by) -> None:
    """Rooms and units of the plan, and whoever put a topic forward."""
    people = [user for user in carriers_of(items) if user != by]
    notify(people, f"已印发：{plan.title}", url=plan.get_absolute_url())
    for item in items:
        for row in item.nominations.all():
            if row.state in (NominationState.CHOSEN, NominationState.MERGED) and row.proposed_by_id != by.pk:
                told = f"您荐的“{row.title}”已列入{plan.year}年度协商计划（{item.when}）"
                notify([row.proposed_by], told, url=row.get_absolute_url())


def _record(plan, verb: str, *, by, sentence: str, **details) -> None:
    ledger.record(plan, verb, by=by, unit=plan.unit, sentence=sentence, **details)
