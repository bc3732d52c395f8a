"""重点提案: named by the office, chosen by a body, taken off with a reason; 1号提案 is reported on often."""

from django.db import transaction
from django.utils import timezone

from members.enums import RoleCode
from members.operations import attach, notify
from members.queries import people_of
from proposals.enums import KeyState, ProposalState
from proposals.models import KeyProgress, KeyProposal, Proposal
from proposals.operations.proposal_limits import pack_of
from proposals.operations.proposal_telling import record, tell_authors
from proposals.workflow import KEY, Refused, advance, lock, lock_all, take_turn
from rooms.operations import time_limits
from rooms.practice.shape import Span

VERB = "proposals.choose_key"
RELATED = ("room__unit__region", "member__user", "office__region", "written_by")
PROGRESS = "key_progress"
# Named together: more than one list of a year holds.
MOST_AT_ONCE = 60


@transaction.atomic
def name_candidates(proposals, *, by, year: int, why: str) -> list[KeyProposal]:
    """Put proposals on the list of candidates of a year, all with the same word why."""
    if not proposals:
        raise Refused("请先勾选要列为候选的提案。")
    if len(proposals) > MOST_AT_ONCE:
        raise Refused(f"一次最多列 {MOST_AT_ONCE} 件，请分几次办理。")
    return [_name(row, by=by, year=year, why=why) for row in lock_all(proposals, related=RELATED)]


def _name(row: Proposal, *, by, year: int, why: str) -> KeyProposal:
    if not row.number or row.state == ProposalState.MERGED:
        raise Refused(f"“{row.title}”还没有立案或者已经并案，不能列为重点提案。")
    if row.key_rows.filter(year=year, state__in=(KeyState.CANDIDATE, KeyState.CHOSEN)).exists():
        raise Refused(f"“{row.title}”已经在{year}年的名单里。")
    key = KeyProposal.objects.create(proposal=row, year=year, why=why, named_by=by)
    record(row, VERB, by=by, sentence=f"列为{year}年重点提案候选", note=why)
    return key


@transaction.atomic
def choose_key(key: KeyProposal, *, by, rank: int, chosen_on, chosen_by: str, basis: str = "") -> KeyProposal:
    """Enter what the body decided. One number stands for one proposal of the office and year."""
    row, key = locked(key)
    take_turn(row.office)
    if chosen_on > timezone.localdate():
        raise Refused("确定日期不能晚于今天。")
    if not chosen_by.strip():
        raise Refused("请写明由谁确定，例如：主席会议。")
    same = KeyProposal.objects.chosen().filter(year=key.year, rank=rank, proposal__office=row.office)
    if taken := same.select_related("proposal").first():
        raise Refused(f"{key.year}年的{rank}号提案已经是“{taken.proposal.title}”，请换一个序号。")
    decided = {"chosen_on": chosen_on, "chosen_by": chosen_by, "basis": basis, "entered_by": by, "rank": rank}
    advance(key, KEY, KeyState.CHOSEN, by=by, **decided)
    row.is_key = True
    row.save(update_fields=["is_key"])
    if key.is_first:
        _ask_progress(key, row, by=by)
    told = f"确定为{key.year}年重点提案（{key.called}）"
    tell_authors(row, told, by=by)
    _tell_units(row, told, by=by)
    record(row, VERB, by=by, sentence=told, note=basis, entered_for=chosen_by)
    return key


@transaction.atomic
def pass_over(key: KeyProposal, *, by, reason: str) -> KeyProposal:
    """The body did not choose it."""
    return _off(key, KeyState.PASSED, by=by, reason=reason, told="未入选")


@transaction.atomic
def unflag(key: KeyProposal, *, by, reason: str) -> KeyProposal:
    """It is no key proposal any more; that it was one stays on the list of its year."""
    return _off(key, KeyState.UNFLAGGED, by=by, reason=reason, told="取消")


def _off(key, to, *, by, reason: str, told: str) -> KeyProposal:
    row, key = locked(key)
    if not reason.strip():
        raise Refused("请写明原因。")
    # What is no key proposal is shown to the public as one no more.
    closed = {"opened_at": None, "opened_by": None, "public_summary": ""}
    advance(key, KEY, to, by=by, off_reason=reason, off_by=by, off_at=timezone.now(), **closed)
    row.is_key = row.key_rows.chosen().exists()
    row.save(update_fields=["is_key"])
    time_limits.void_all(key, by=by, reason=f"{told}{key.ledger_label}")
    record(row, VERB, by=by, sentence=f"{told}{key.ledger_label}", note=reason)
    return key


@transaction.atomic
def report_progress(key: KeyProposal, *, by, attachments=(), **fields) -> KeyProgress:
    """重点提案进展; of 1号提案 the next report is due so many days after this one."""
    row, key = locked(key)
    if key.state != KeyState.CHOSEN:
        raise Refused(f"这件{key.get_state_display()}，不能登记进展。")
    if not key.chosen_on <= fields["on"] <= timezone.localdate():
        raise Refused("日期不能早于确定为重点提案的日期，也不能晚于今天。")
    progress = KeyProgress.objects.create(key=key, entered_by=by, **fields)
    attach(progress, attachments, by=by)
    if key.is_first:
        time_limits.meet_all(key, PROGRESS, by=by)
        _ask_progress(key, row, by=by)
    record(row, "proposals.supervise", by=by, sentence=f"登记{key.called}进展")
    return progress


def _ask_progress(key, row, *, by) -> None:
    """Until the proposal is closed: half a month, where the place says nothing else."""
    if row.state == ProposalState.CLOSED:
        return
    days = pack_of(row).proposal_year.progress_every
    time_limits.begin(
        key,
        of=PROGRESS,
        unit=row.office,
        by=by,
        within=Span(days=days),
        given_by=row.office.short_name,
        name="1号提案进展报告",
        subject=row.title,
        url=key.get_absolute_url(),
        supervisor=row.office,
    )


def _tell_units(row, told: str, *, by) -> None:
    for handling in row.handlings.open().select_related("unit"):
        people = [user for user in people_of(handling.unit, RoleCode.DEPARTMENT) if user != by]
        notify(people, f"“{row.title}”{told}"[:200], url=handling.get_absolute_url())


def locked(key: KeyProposal) -> tuple[Proposal, KeyProposal]:
    row = lock(key.proposal, related=RELATED)
    key = lock(key)
    key.proposal = row
    return row, key
