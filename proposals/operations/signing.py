"""联名: members are asked to sign until a day, each signs what he has read, and a changed text is signed anew."""

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.enums import NoticeKind
from members.operations import attach, notify
from members.templatetags.dates import day
from members.workflow import Refused, lock
from proposals.enums import ProposalMode, SignerRole, SignerState
from proposals.models import JointSigner, Proposal
from proposals.workflow import SIGNER, advance

RELATED = ("room__unit__region", "member__user", "call")
# Invitations of one proposal; more are a meeting.
MOST_SIGNERS = 100
# What somebody answers himself, or is asked again, was not entered for him.
NOT_ON_PAPER = {"paper_on": None, "entered_by": None, "why_late": ""}


@transaction.atomic
def invite(proposal: Proposal, *, by, members=(), convener=None, until=None) -> Proposal:
    """Ask members to sign until a moment; who said no is asked again, who signed is left in peace."""
    row = _open(proposal)
    if until is not None:
        _set_cut_off(row, until)
    if row.signing_until is None:
        raise Refused("请写明联名截止日期。")
    if row.signing_until <= timezone.now():
        raise Refused(f"联名已于{day(row.signing_until)}截止，请先延后截止日期。")
    if row.mode in (ProposalMode.PERSONAL, ProposalMode.ROOM):
        row.mode = ProposalMode.JOINT
        row.save(update_fields=["mode"])
    asked = [(member, SignerRole.SIGNER) for member in members if member != convener]
    asked += [(convener, SignerRole.CONVENER)] if convener else []
    named = [_ask(row, member, role, by=by) for member, role in asked]
    named = [signer for signer in named if signer]
    if row.signers.asked().count() > MOST_SIGNERS:
        raise Refused(f"一件{row.ledger_label}最多邀请 {MOST_SIGNERS} 人。")
    told = f"{row.by_whom}邀请您联名：{row.title}（{day(row.signing_until)}截止）"
    users = [signer.member.user for signer in named if signer.member.user]
    notify(users, told, url=row.get_absolute_url(), kind=NoticeKind.TASK)
    _tell(row, "proposals.edit_proposal", by=by, sentence=f"邀请 {len(named)} 位委员联名，{day(row.signing_until)}截止")
    return row


def _ask(row, member, role, *, by) -> JointSigner | None:
    if not member.is_active:
        raise Refused(f"{member.name}现在不在任，不能联名。")
    if member == row.member:
        raise Refused(f"{member.name}是第一提出人，不用再联名。")
    if role == SignerRole.CONVENER:
        _require_one_convener(row, member)
    signer = row.signers.filter(member=member).first()
    if signer is None:
        return JointSigner.objects.create(proposal=row, member=member, role=role, invited_by=by)
    if signer.role != role:
        signer.role = role
        signer.save(update_fields=["role"])
    if signer.state in (SignerState.SIGNED, SignerState.INVITED):
        return None
    asked = {"invited_by": by, "invited_at": timezone.now(), **NOT_ON_PAPER}
    return advance(signer, SIGNER, SignerState.INVITED, by=by, **asked)


def _require_one_convener(row, member) -> None:
    others = row.signers.asked().filter(role=SignerRole.CONVENER).exclude(member=member)
    if other := others.select_related("member").first():
        raise Refused(f"召集人已经是{other.member.name}，要更换的，请先撤销对他的邀请。")


def _set_cut_off(row, until) -> None:
    if until <= timezone.now():
        raise Refused("联名截止日期不能早于今天。")
    if row.call and not row.call.is_running(timezone.localdate(until)):
        raise Refused(f"联名截止日期不能晚于征集截止日期（{day(row.call.closes_on)}）。")
    row.signing_until = until
    row.save(update_fields=["signing_until"])


@transaction.atomic
def withdraw_invitation(signer: JointSigner, *, by) -> JointSigner:
    row = _open(signer.proposal)
    signer = lock(signer, related=("member__user",))
    advance(signer, SIGNER, SignerState.WITHDRAWN, by=by)
    if signer.member.user:
        notify([signer.member.user], f"已撤销请您联名的邀请：{row.title}")
    _tell(row, "proposals.edit_proposal", by=by, sentence=f"撤销对{signer.member.name}的联名邀请")
    return signer


@transaction.atomic
def sign(proposal: Proposal, *, by, version: int) -> JointSigner:
    """Sign what one has read: the text of this version and no other."""
    row, signer = _own(proposal, by=by)
    _require_time(row)
    if version != row.version:
        raise Refused("这份文稿刚刚修改过，请重新阅读以后再签名。")
    signed = {"signed_version": row.version, "answered_at": timezone.now(), "note": "", **NOT_ON_PAPER}
    advance(signer, SIGNER, SignerState.SIGNED, by=by, **signed)
    _tell_author(row, by=by, told=f"{signer.member.name}已在联名{row.ledger_label}“{row.title}”上签名")
    _tell(row, "proposals.sign_proposal", by=by, sentence=f"{signer.get_role_display()}签名")
    return signer


@transaction.atomic
def decline_to_sign(proposal: Proposal, *, by, note: str = "") -> JointSigner:
    """Say no; somebody who signed may think better of it as long as it was not submitted."""
    row, signer = _own(proposal, by=by)
    declined = {"answered_at": timezone.now(), "note": note, "signed_version": None, **NOT_ON_PAPER}
    advance(signer, SIGNER, SignerState.DECLINED, by=by, **declined)
    _tell_author(row, by=by, told=f"{signer.member.name}不参加联名：{row.title}")
    _tell(row, "proposals.sign_proposal", by=by, sentence=f"{signer.get_role_display()}不参加联名", note=note)
    return signer


@transaction.atomic
def enter_signature(signer: JointSigner, *, by, signs: bool, version: int, on, attachments=(), **words) -> JointSigner:
    """代录: what a member answered on paper, with its day and its scan. After the cut-off only with a reason."""
    row = _open(signer.proposal)
    signer = lock(signer, related=("member__user",))
    note, why_late = words.get("note", "").strip(), words.get("why_late", "").strip()
    _check_paper(row, signer, version=version, on=on, why_late=why_late)
    if signs and not attachments:
        raise Refused("请上传本人签名的扫描件。")
    state = SignerState.SIGNED if signs else SignerState.DECLINED
    told = {"signed_version": row.version if signs else None, "answered_at": timezone.now(), "note": note}
    advance(signer, SIGNER, state, by=by, **told, paper_on=on, entered_by=by, why_late=why_late)
    attach(signer, attachments, by=by)
    said = "书面签名" if signs else "书面表示不参加联名"
    sentence = f"代录{signer.member.name}{said}（{day(on)}）"
    people = {user.pk: user for user in (signer.member.user, *_authors(row)) if user and user != by}
    notify(people.values(), f"{by.name}{sentence}：{row.title}"[:200], url=row.get_absolute_url())
    verb = "proposals.enter_signature"
    _tell(row, verb, by=by, sentence=sentence, entered_for=signer.member.name, note=why_late or note)
    return signer


def _check_paper(row, signer, *, version, on, why_late) -> None:
    if signer.state != SignerState.INVITED:
        raise Refused(f"{signer.member.name}{signer.get_state_display()}，不用代录。")
    if version != row.version:
        raise Refused("这份文稿刚刚修改过，请确认签的是现在的文稿，再代录。")
    if on > timezone.localdate():
        raise Refused("签名日期不能晚于今天。")
    if row.signing_until is None or on > timezone.localdate(row.signing_until):
        raise Refused(f"签名日期不能晚于联名截止日期（{day(row.signing_until)}），请先延后截止日期。")
    if row.signing_until <= timezone.now() and not why_late:
        raise Refused(f"联名已于{day(row.signing_until)}截止，补录截止以前签的，请写明原因。")


def ask_again(row: Proposal, *, by) -> int:
    """The text was changed: whoever signed the one before is asked about the new one. Under the proposal's lock."""
    signed = list(row.signers.signed().select_related("member__user")) if row.is_together else []
    for signer in signed:
        advance(signer, SIGNER, SignerState.INVITED, by=by, signed_version=None, answered_at=None, **NOT_ON_PAPER)
    told = f"您签过名的{row.ledger_label}有修改，请重新阅读、签名：{row.title}"
    notify([signer.member.user for signer in signed if signer.member.user], told[:200], url=row.get_absolute_url())
    return len(signed)


def require_signed(row: Proposal) -> None:
    """What must be signed before it is submitted, by how it is put forward. Under the proposal's lock."""
    if row.mode == ProposalMode.JOINT:
        fewest = max(1, row.call.fewest_signers if row.call else 0)
        there = row.signers.signed().count()
        if there < fewest:
            raise Refused(
                f"联名{row.ledger_label}提交前至少要有 {fewest} 位委员签名，现在有 {there} 位；也可以改为个人提出。"
            )
    if row.mode in (ProposalMode.SECTOR, ProposalMode.COLLECTIVE):
        if not row.proposed_for.strip():
            raise Refused(f"{row.get_mode_display()}{row.ledger_label}要写明提出单位。")
        if not row.signers.signed().filter(role=SignerRole.CONVENER).exists():
            raise Refused(f"{row.get_mode_display()}{row.ledger_label}提交前要由{row.proposed_for}的召集人签名确认。")


def require_nobody_asked(row: Proposal) -> None:
    """Put forward by one person or by the room, it has no signers."""
    if not row.is_together and row.signers.asked().exists():
        raise Refused("已经邀请委员联名，改为个人提出以前，请先撤销邀请。")


def signed_users(row: Proposal) -> list:
    """The accounts of those who put their names to it."""
    if not row.is_together:
        return []
    return [signer.member.user for signer in row.signers.signed().select_related("member__user") if signer.member.user]


def _open(proposal) -> Proposal:
    row = lock(proposal, related=RELATED)
    if not row.is_written:
        raise Refused(f"这件{row.ledger_label}{row.get_state_display()}，不能再联名。")
    return row


def _own(proposal, *, by) -> tuple[Proposal, JointSigner]:
    row = _open(proposal)
    signer = row.signers.asked().select_related("member__user").filter(member__user=by).first()
    if signer is None:
        raise Refused("联名的邀请已经撤销。")
    return row, signer


def _require_time(row) -> None:
    if row.signing_until is None or row.signing_until <= timezone.now():
        raise Refused(
            f"联名已于{day(row.signing_until)}截止，不能再签名；需要补签的，请联系{row.by_whom}延后截止日期。"
        )


def _tell_author(row, *, by, told) -> None:
    people = {user.pk: user for user in _authors(row) if user and user != by}
    notify(people.values(), told[:200], url=row.get_absolute_url())


def _authors(row) -> tuple:
    return row.written_by, row.member and row.member.user


def _tell(row, verb, *, by, sentence, **details) -> None:
    ledger.record(row, verb, by=by, unit=row.room.unit, sentence=sentence, **details)
