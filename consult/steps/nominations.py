"""荐题 and what is said to them: 列入备选, 圈定, 未列入, 合并; 点题 is a leader's topic, entered by his office."""

from django.db import transaction
from django.utils import timezone

from consult.enums import NominationSource, NominationState
from consult.models import Call, Nomination
from consult.queries import plans as queries
from consult.workflow import NOMINATION, Refused, advance, lock
from members import ledger
from members.enums import NoticeKind
from members.operations import attach, notify
from members.templatetags.dates import day

RELATED = ("to__region", "proposed_by", "item__plan")
# Another one may still be merged into it.
OPEN = (NominationState.PENDING, NominationState.SHORTLISTED, NominationState.CHOSEN)
# A plan is of this year, or is made for the next.
YEARS_AHEAD = 1


@transaction.atomic
def nominate(*, by, to, year: int, title: str, region, source, call=None, attachments=(), **fields) -> Nomination:
    """Put a topic forward, to a call or by oneself."""
    if call is not None:
        call = Call.objects.select_related("issuer__region", "region").get(pk=call.pk)
        _check_call(call, by)
        to, year = call.issuer, call.year
    if not timezone.localdate().year <= year <= timezone.localdate().year + YEARS_AHEAD:
        raise Refused("只能为本年度或者下一年度的计划荐题。")
    row = Nomination.objects.create(
        to=to, call=call, year=year, title=title, region=region, source=source, proposed_by=by, **fields
    )
    attach(row, attachments, by=by)
    told = f"收到{row.get_source_display()}：{row.title}"
    notify(
        [user for user in queries.keepers_of(to) if user != by], told, url=row.get_absolute_url(), kind=NoticeKind.TASK
    )
    _record(row, "consult.nominate", by=by, sentence=f"{row.get_source_display()}，报{to.short_name}", title=title)
    return row


@transaction.atomic
def enter_leader_topic(to, *, by, year: int, title: str, chooser: str, basis, basis_on, **fields) -> Nomination:
    """点题: a leader names a topic; his office writes down who, when and on what paper."""
    attachments = fields.pop("attachments", ())
    row = Nomination.objects.create(
        to=to,
        year=year,
        title=title,
        region=to.region,
        source=NominationSource.LEADER,
        unit=to,
        proposed_by=by,
        **fields,
    )
    attach(row, attachments, by=by)
    _choose(row, by=by, chooser=chooser, verdict="点题", basis=basis, basis_note=row.basis_note, basis_on=basis_on)
    _record(row, "consult.enter_leader_topic", by=by, sentence="登记点题", title=title, chooser=chooser)
    return row


@transaction.atomic
def withdraw(nomination, *, by, reason: str = "") -> Nomination:
    row = lock(nomination, related=RELATED)
    if row.merged_here.exists():
        raise Refused(f"已有别的荐题合并到这一件，不能撤回；确需撤回的，请联系{row.to.short_name}。")
    decided = {"decided_by": by, "decided_at": timezone.now()}
    advance(row, NOMINATION, NominationState.WITHDRAWN, by=by, verdict=reason, **decided)
    told = f"已撤回荐题：{row.title}"
    notify([user for user in queries.keepers_of(row.to) if user != by], told, url=row.get_absolute_url())
    _record(row, "consult.withdraw_nomination", by=by, sentence="撤回荐题", note=reason)
    return row


@transaction.atomic
def shortlist(nomination, *, by) -> Nomination:
    """列入备选: worth a look by those who decide."""
    row = lock(nomination, related=RELATED)
    decided = {"decided_by": by, "decided_at": timezone.now()}
    advance(row, NOMINATION, NominationState.SHORTLISTED, by=by, verdict="", **decided)
    _tell(row, by=by, said="已列入备选")
    _record(row, "consult.shortlist_nomination", by=by, sentence="荐题列入备选")
    return row


@transaction.atomic
def choose(nomination, *, by, chooser: str, basis, basis_on, basis_note="", verdict="") -> Nomination:
    """圈定: it will stand in the plan."""
    row = lock(nomination, related=RELATED)
    _choose(row, by=by, chooser=chooser, verdict=verdict, basis=basis, basis_note=basis_note, basis_on=basis_on)
    _tell(row, by=by, said=f"已圈定{_because(verdict)}")
    _record(row, "consult.choose_nomination", by=by, sentence="圈定荐题", note=verdict, chooser=chooser)
    return row


@transaction.atomic
def choose_many(nominations, *, by, chooser: str, basis, basis_on, basis_note="", verdict="") -> list[Nomination]:
    """What a leader marked on the list of those that were put before him."""
    if not nominations:
        raise Refused("请勾选圈定的议题。")
    told = {"chooser": chooser, "basis": basis, "basis_on": basis_on, "basis_note": basis_note, "verdict": verdict}
    return [choose(each, by=by, **told) for each in sorted(nominations, key=lambda row: row.pk)]


@transaction.atomic
def decline(nomination, *, by, verdict: str) -> Nomination:
    """未列入, with the reason that the proposer reads."""
    row = lock(nomination, related=RELATED)
    _require_reason(verdict)
    _require_free(row)
    decided = {"decided_by": by, "decided_at": timezone.now()}
    advance(row, NOMINATION, NominationState.DECLINED, by=by, verdict=verdict, item=None, **decided)
    row.merged_here.update(item=None)
    _tell(row, by=by, said=f"未列入计划{_because(verdict)}")
    _record(row, "consult.decline_nomination", by=by, sentence="荐题未列入计划", note=verdict)
    return row


@transaction.atomic
def merge(nomination, *, into, by) -> Nomination:
    """It asks the same as another one: from here on it shares what becomes of that."""
    first, second = sorted((nomination, into), key=lambda row: row.pk)
    rows = {row.pk: row for row in (lock(first, related=RELATED), lock(second, related=RELATED))}
    row, into = rows[nomination.pk], rows[into.pk]
    if row.pk == into.pk or row.to_id != into.to_id:
        raise Refused("请选择同一单位收到的另一件荐题。")
    if into.state not in OPEN:
        raise Refused(f"“{into.title}”{into.get_state_display()}，不能再并入。")
    _require_free(row)
    decided = {"decided_by": by, "decided_at": timezone.now(), "merged_into": into, "item": into.item}
    advance(row, NOMINATION, NominationState.MERGED, by=by, verdict=f"与“{into.title}”合并", **decided)
    # Whatever was merged into this one goes on with it.
    row.merged_here.update(merged_into=into, item=into.item)
    _tell(row, by=by, said=f"与“{into.title}”合并研究")
    _record(row, "consult.merge_nomination", by=by, sentence="合并荐题")
    return row


def _choose(row, *, by, chooser, verdict, basis, basis_note, basis_on) -> None:
    if not chooser.strip():
        raise Refused("请写明由谁圈定（姓名和职务，或者会议名称）。")
    told = {"chooser": chooser, "verdict": verdict, "basis": basis, "basis_note": basis_note, "basis_on": basis_on}
    advance(row, NOMINATION, NominationState.CHOSEN, by=by, decided_by=by, decided_at=timezone.now(), **told)


def _check_call(call, by) -> None:
    if not call.is_running():
        raise Refused(f"这次征题{day(call.opens_on)}开始，{day(call.closes_on)}截止，现在不能报。")
    if not queries.is_asked(call, by):
        raise Refused("这次征题不面向您所在的单位，可以直接荐题。")


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("未列入的要写明理由，荐题人看得到。")


def _require_free(row) -> None:
    if row.item and not row.item.plan.is_draft:
        raise Refused("这件荐题已经列入提请审定的计划，请通过计划调整办理。")


def _tell(row, *, by, said: str) -> None:
    if row.proposed_by_id != by.pk:
        notify([row.proposed_by], f"您荐的“{row.title}”{said}", url=row.get_absolute_url())


def _because(verdict: str) -> str:
    return f"：{verdict}" if verdict.strip() else ""


def _record(row, verb: str, *, by, sentence: str, title: str = "", chooser: str = "", note: str = "") -> None:
    # Names that were typed can be erased later; the sentence stays.
    changes = {"title": ("议题", "", title), "chooser": ("圈定人", "", chooser)}
    ledger.record(row, verb, by=by, unit=row.to, sentence=sentence, changes=changes, note=note)
