"""评优表彰: who was awarded, and which units put things right."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from members import ledger
from members.enums import RoleCode
from members.operations import attach, notify
from members.queries import people_of
from proposals.enums import AwardKind, ProposalState, RectifyState
from proposals.models import Award, Rectification
from proposals.operations.proposal_telling import tell_authors
from proposals.workflow import RECTIFY, Refused, advance, lock, take_turn
from rooms import practice
from rooms.operations import time_limits
from rooms.practice.shape import Span

VERB = "proposals.award"
RECTIFICATION = "rectification"


@transaction.atomic
def award(office, *, by, **fields) -> Award:
    """Enter one award; the certificate has a number of its own."""
    kind, proposal, unit = fields["kind"], fields.get("proposal"), fields.get("unit")
    take_turn(office)
    _check(office, fields)
    if kind == AwardKind.PROPOSAL:
        fields |= {"unit": None, "person": "", "member": None}
    elif kind == AwardKind.UNIT:
        fields |= {"proposal": None, "person": "", "member": None}
    else:
        fields |= {"proposal": None}
    made = Award.objects.create(office=office, entered_by=by, **fields)
    told = f"获评{made.ledger_label}"
    if made.proposal:
        tell_authors(proposal, told, by=by)
    if made.member and made.member.user:
        notify([made.member.user], f"您{told}"[:200], url=made.get_absolute_url())
    if made.unit:
        people = [user for user in people_of(unit, RoleCode.DEPARTMENT) if user != by]
        notify(people, f"{made.to_whom}{told}"[:200], url=reverse("proposals:awards"))
    ledger.record(made, VERB, by=by, unit=office, sentence=f"登记{made.ledger_label}", entered_for=made.decided_by)
    return made


def _check(office, fields) -> None:
    kind = AwardKind(fields["kind"])
    needs = {AwardKind.PROPOSAL: "proposal", AwardKind.UNIT: "unit", AwardKind.PERSON: "person"}[kind]
    proposal, year = fields.get("proposal"), fields["year"]
    if not fields.get(needs):
        raise Refused(f"{kind.label}要写明评给谁。")
    if kind == AwardKind.PROPOSAL and (not proposal.number or proposal.state == ProposalState.MERGED):
        raise Refused("没有立案或者已经并案的，不能评为优秀提案。")
    if fields["decided_on"] > timezone.localdate():
        raise Refused("确定日期不能晚于今天。")
    own = Award.objects.filter(office=office)
    if own.filter(certificate=fields["certificate"]).exists():
        raise Refused(f"证书编号“{fields['certificate']}”已经用过，请换一个。")
    same = own.filter(year=year, kind=kind)
    member = fields.get("member")
    if kind == AwardKind.PERSON and member and same.filter(member=member).exists():
        raise Refused(f"{member.name}{year}年已经评为先进个人，不用再登记。")
    if kind != AwardKind.PERSON and same.filter(**{needs: fields[needs]}).exists():
        raise Refused(f"{year}年已经评过，不用再登记。")


@transaction.atomic
def remove_award(award: Award, *, by, reason: str) -> None:
    """Entered in error; the ledger keeps that it stood there."""
    award = lock(award, related=("office",))
    if not reason.strip():
        raise Refused("请写明删除的原因。")
    ledger.record(award, VERB, by=by, unit=award.office, sentence=f"删除{award.ledger_label}", note=reason)
    award.delete()


# ── 整改 ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def ask_rectification(office, *, by, unit, year: int, why: str) -> Rectification:
    """责成整改: within the working days that the pack says, in writing."""
    take_turn(office)
    if Rectification.objects.filter(office=office, year=year, unit=unit).exists():
        raise Refused(f"{unit.short_name}{year}年已经责成整改。")
    days = practice.current(office.region).proposal_year.rectify_within
    asked = {"office": office, "unit": unit, "year": year, "why": why, "asked_by": by}
    made = Rectification.objects.create(due_on=timezone.localdate(), **asked)
    limit = time_limits.begin(
        made,
        of=RECTIFICATION,
        unit=unit,
        by=by,
        within=Span(workdays=days),
        given_by=office.short_name,
        name="提案办理整改情况报告",
        subject=str(made),
        url=made.get_absolute_url(),
        supervisor=office,
    )
    made.due_on = limit.due_on
    made.save(update_fields=["due_on"])
    notify(list(people_of(unit, RoleCode.DEPARTMENT)), f"请报送{made}情况"[:200], url=made.get_absolute_url())
    ledger.record(made, VERB, by=by, unit=office, sentence=f"责成{unit.short_name}整改", note=why)
    return made


@transaction.atomic
def report_rectification(row: Rectification, *, by, report: str, attachments=()) -> Rectification:
    row = lock(row, related=("office", "unit"))
    if not report.strip():
        raise Refused("请写明整改情况。")
    reported = {"report": report, "reported_by": by, "reported_at": timezone.now()}
    advance(row, RECTIFY, RectifyState.REPORTED, by=by, **reported)
    attach(row, attachments, by=by)
    time_limits.meet_all(row, RECTIFICATION, by=by)
    notify(list(people_of(row.office, RoleCode.OFFICE)), f"已报送：{row}"[:200], url=row.get_absolute_url())
    verb = "proposals.report_rectification"
    ledger.record(row, verb, by=by, unit=row.unit, sentence=f"{row.unit.short_name}报送整改情况")
    return row


@transaction.atomic
def rule_on_rectification(row: Rectification, *, by, passes: bool, opinion: str = "") -> Rectification:
    """The office is content, or says what is missing and the unit reports again."""
    row = lock(row, related=("office", "unit"))
    if not passes and not opinion.strip():
        raise Refused("退回的，请写明还缺什么。")
    advance(row, RECTIFY, RectifyState.DONE if passes else RectifyState.OPEN, by=by, opinion=opinion)
    told = "整改通过" if passes else "整改情况退回补充"
    notify(list(people_of(row.unit, RoleCode.DEPARTMENT)), f"{told}：{row}"[:200], url=row.get_absolute_url())
    ledger.record(row, VERB, by=by, unit=row.office, sentence=told, note=opinion)
    return row
