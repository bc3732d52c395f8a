"""提案、社情民意信息、微建议: from a tap on a reception, or a blank sheet, to the office that takes it in."""

from django.db import transaction
from django.utils import timezone

from consult.steps import activities
from consult.steps.submission import office_of
from members import ledger
from members.enums import RoleCode
from members.models import Member
from members.operations import attach, notify
from members.operations.changes import overwrite
from members.queries import people_of
from proposals.enums import ProposalKind, ProposalMode, ProposalState
from proposals.models import Proposal
from proposals.operations import signing
from proposals.operations.calls import require_running
from proposals.operations.products import tell_case
from proposals.operations.proposal_limits import begin_review_limit
from proposals.operations.review_results import begin_review
from proposals.rules import length_of
from proposals.workflow import PROPOSAL, Refused, advance, lock
from rooms.enums import VoiceKind
from rooms.models import Activity, Voice
from rooms.operations.ended import refuse_after_end

RELATED = ("room__unit__region", "member__user", "office", "written_by", "call")
OF_ACTIVITY = ("room__unit__region", "room__approver")


@transaction.atomic
def draft(room, *, by, kind, title: str, attachments=(), similar_seen=None, **fields) -> Proposal:
    """Begin one in a room; what is missing is asked for when it is submitted."""
    refuse_after_end(room, timezone.localdate())
    fields.setdefault("mode", ProposalMode.PERSONAL if fields.get("member") else ProposalMode.ROOM)
    row = Proposal.objects.create(room=room, kind=kind, title=title, written_by=by, **fields)
    _note_seen(row, similar_seen)
    attach(row, attachments, by=by)
    changes = {name: (row._meta.get_field(name).verbose_name, "", getattr(row, name)) for name in TEXTS}
    _tell(row, "proposals.propose", by=by, sentence=f"起草{row.ledger_label}", changes=changes)
    return row


TEXTS = ("title", "situation", "advice")
# What somebody who signs puts his name to.
SIGNED = {*TEXTS, "kind", "member", "proposed_for"}


@transaction.atomic
def draft_from_activity(activity: Activity, *, by) -> Proposal:
    """转为提案: a draft with what is written there already; asked again, it is the same one.

    The activity keeps its own figures; the proposal is counted when it is submitted, as what it is.
    """
    activity = _usable(activity)
    if found := activity.proposals.standing().first():
        return found
    told = "\n".join(filter(None, [activity.what, activity.result]))
    member = member_of(by, activity.room)
    kind = ProposalKind.PROPOSAL if member else ProposalKind.INFORMATION
    title = activities.title_of(activity.what)
    return draft(activity.room, by=by, kind=kind, title=title, situation=told, member=member, activity=activity)


@transaction.atomic
def draft_from_voice(voice: Voice, *, by) -> Proposal:
    """The same out of one 信息 or 建议: the one tells how things are, the other what should be done."""
    activity = _usable(voice.activity)
    voice = lock(voice, related=("member",))
    if voice.removed_at:
        raise Refused(f"这条{voice.get_kind_display()}已经移出，不能转为提案。")
    if found := voice.proposals.standing().first():
        return found
    member = member_of(by, activity.room)
    told = {"title": activities.title_of(voice.text), "member": member, "voice": voice}
    if voice.kind == VoiceKind.INFORMATION:
        return draft(activity.room, by=by, kind=ProposalKind.INFORMATION, situation=voice.text, **told)
    kind = ProposalKind.PROPOSAL if member else ProposalKind.SUGGESTION
    return draft(activity.room, by=by, kind=kind, advice=voice.text, **told)


@transaction.atomic
def record_activity(room, *, by, case=None, **values) -> tuple[Activity, Proposal]:
    """Write an activity down and begin a proposal out of it in the same act: both or neither."""
    activity, _ = activities.record(room, by=by, case=case, **values)
    return activity, draft_from_activity(activity, by=by)


@transaction.atomic
def edit(proposal: Proposal, *, by, attachments=(), similar_seen=None, **values) -> Proposal:
    """Save what was written. Raises Stale when somebody saved in between."""
    row = _written(proposal)
    row, changes = overwrite(row, values)
    _note_seen(row, similar_seen)
    signing.require_nobody_asked(row)
    attach(row, attachments, by=by)
    if changes or attachments:
        asked = signing.ask_again(row, by=by) if attachments or SIGNED & changes.keys() else 0
        again = f"，请 {asked} 位联名人重新签名" if asked else ""
        _tell(row, "proposals.edit_proposal", by=by, sentence=f"修改{row.ledger_label}{again}", changes=changes)
    return row


@transaction.atomic
def submit(proposal: Proposal, *, by, **values) -> Proposal:
    """提交 to the office of the city, with the last changes of the form, if there are any."""
    row = edit(proposal, by=by, **values) if values else _written(proposal)
    row = lock(row, related=RELATED)
    refuse_after_end(row.room, timezone.localdate())
    _require_complete(row)
    signing.require_signed(row)
    require_running(row)
    sent = {"office": office_of(row.room), "submitted_by": by, "submitted_at": timezone.now()}
    sent["is_urgent"] = bool(row.call and row.call.is_urgent)
    advance(row, PROPOSAL, ProposalState.SUBMITTED, by=by, **sent)
    told = f"{row.room.unit.short_name}提交{row.ledger_label}：{row.title}"
    notify(people_of(row.office, RoleCode.OFFICE), told, url=row.get_absolute_url())
    _tell_authors(row, by=by, told=f"{row.ledger_label}“{row.title}”已提交{row.office.short_name}")
    tell_case(row, by=by)
    _tell(row, "proposals.edit_proposal", by=by, sentence=f"{row.ledger_label}提交{row.office.short_name}")
    return row


@transaction.atomic
def draft_and_submit(room, *, by, **values) -> Proposal:
    """Write one and hand it in at once."""
    return submit(draft(room, by=by, **values), by=by)


@transaction.atomic
def take_back(proposal: Proposal, *, by) -> Proposal:
    """撤回修改, as long as the office has said nothing."""
    row = lock(proposal, related=RELATED)
    office = row.office
    advance(row, PROPOSAL, ProposalState.DRAFT, by=by, office=None, submitted_by=None, submitted_at=None)
    notify(people_of(office, RoleCode.OFFICE), f"{row.room.unit.short_name}撤回了{row.ledger_label}：{row.title}")
    _tell(row, "proposals.edit_proposal", by=by, sentence=f"撤回{row.ledger_label}")
    return row


@transaction.atomic
def drop(proposal: Proposal, *, by, reason: str) -> Proposal:
    """不再提交: what it came from can be made another one of."""
    row = lock(proposal, related=RELATED)
    if not reason.strip():
        raise Refused("请写明不再提交的原因。")
    advance(row, PROPOSAL, ProposalState.DROPPED, by=by)
    _tell_authors(row, by=by, told=f"{row.ledger_label}“{row.title}”不再提交：{reason}")
    _tell(row, "proposals.edit_proposal", by=by, sentence=f"{row.ledger_label}不再提交", note=reason)
    return row


@transaction.atomic
def receive(proposal: Proposal, *, by, verdict: str = "") -> Proposal:
    """收件: from here on it is the office's."""
    return _answer(proposal, ProposalState.RECEIVED, by=by, verdict=verdict, said="收下")


@transaction.atomic
def send_back(proposal: Proposal, *, by, verdict: str) -> Proposal:
    """退回补充, with what is missing."""
    if not verdict.strip():
        raise Refused("退回的要写明需要补充什么，提交人看得到。")
    return _answer(proposal, ProposalState.RETURNED, by=by, verdict=verdict, said="退回")


def require_written(proposal: Proposal) -> None:
    if not proposal.is_written:
        raise Refused(f"这件{proposal.ledger_label}{proposal.get_state_display()}，不能再修改。")


def member_of(user, room) -> Member | None:
    """The member who writes, where one who is posted to the room does."""
    posted = room.postings.on(timezone.localdate()).filter(member__user=user, member__is_active=True)
    found = posted.select_related("member").first()
    return found.member if found else None


def _answer(proposal, to: str, *, by, verdict: str, said: str) -> Proposal:
    row = lock(proposal, related=RELATED)
    if to == ProposalState.RETURNED and row.reviews.exists():
        raise Refused("审查已经开始，不能再退回补充；需要补充的，请直接与提出人沟通。")
    answered = {"verdict": verdict, "answered_by": by, "answered_at": timezone.now()}
    begun = begin_review(row) if to == ProposalState.RECEIVED else {}
    advance(row, PROPOSAL, to, by=by, **answered, **begun)
    if begun:
        begin_review_limit(row, by=by)
    because = f"：{verdict}" if verdict.strip() else ""
    _tell_authors(row, by=by, told=f"{row.ledger_label}“{row.title}”{row.get_state_display()}{because}")
    _tell(row, "proposals.receive_proposal", by=by, sentence=f"{said}{row.ledger_label}", note=verdict)
    return row


def _usable(activity: Activity) -> Activity:
    activity = lock(activity, related=OF_ACTIVITY)
    if activity.removed_at:
        raise Refused("这次活动已经移出，不能转为提案。")
    if activity.is_confidential:
        raise Refused("这次活动不公开，不能直接转为提案；需要反映的，请另行起草，不写个人情况。")
    return activity


def _written(proposal: Proposal) -> Proposal:
    row = lock(proposal, related=RELATED)
    require_written(row)
    return row


def _note_seen(row: Proposal, count: int | None) -> None:
    """已查看 n 件相近提案: what the writer said, not what somebody guesses."""
    if count is None:
        return
    row.similar_seen, row.similar_seen_at = count, timezone.now()
    row.save(update_fields=["similar_seen", "similar_seen_at"])


def _require_complete(row: Proposal) -> None:
    texts = {"situation": row.situation, "advice": row.advice}
    missing = [row._meta.get_field(name).verbose_name for name in row.rule.lacking(row.member, texts)]
    if missing:
        raise Refused(f"提交前还要填写：{'、'.join(missing)}。")
    if row.rule.by_member and not row.member.is_active:
        raise Refused(f"{row.member.name}现在不在任，不能作为提出人。")
    if (length := length_of(texts)) > row.rule.longest:
        raise Refused(f"{row.ledger_label}不超过 {row.rule.longest} 字，现在是 {length} 字，请精简以后提交。")


def _tell_authors(row: Proposal, *, by, told: str) -> None:
    """Whoever wrote it, puts it forward or signed it, but not who acts."""
    people = (row.written_by, row.member and row.member.user, *signing.signed_users(row))
    people = {user.pk: user for user in people if user and user != by}
    notify(people.values(), told, url=row.get_absolute_url())


def _tell(row: Proposal, verb: str, *, by, sentence: str, **details) -> None:
    ledger.record(row, verb, by=by, unit=row.room.unit, sentence=sentence, **details)
