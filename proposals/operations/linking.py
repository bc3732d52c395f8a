"""Ways between consultations and proposals: the one becomes the other, each is counted as what it is."""

from django.db import transaction
from django.utils import timezone

from consult.enums import NominationSource
from consult.models import Consultation
from consult.queries import plans
from consult.steps import nominations
from members import ledger
from members.workflow import Refused, lock
from proposals.enums import ProposalKind
from proposals.models import Proposal, ProposalNomination
from proposals.operations.proposals import draft, member_of

OF_CASE = ("topic", "room__unit__region")
LONGEST_TITLE = 60


@transaction.atomic
def draft_from_case(consultation: Consultation, *, by) -> Proposal:
    """转为提案: the consultation stays what it is and is counted as that; asked again, it is the same draft.

    Also of a topic that a body turned to another way (转为其他方式办理).
    """
    case = lock(consultation, related=OF_CASE)
    if found := case.proposals.standing().filter(matter=None).first():
        return found
    matters = [matter.text for matter in case.matter_set.standing().order_by("number")]
    advice = "\n".join(f"{number}. {text}" for number, text in enumerate(matters, 1))
    return _draft(case, by=by, title=case.topic.title, situation=case.topic.why, advice=advice)


@transaction.atomic
def draft_from_matter(matter, *, by) -> Proposal:
    """The same out of one matter: that a proposal came of it does not make the matter done."""
    case = lock(matter.consultation, related=OF_CASE)
    matter = lock(matter)
    if matter.removed_at:
        raise Refused("这件事项已经删去，不能转为提案。")
    if found := matter.proposals.standing().first():
        return found
    title = matter.text.split("\n")[0][:LONGEST_TITLE]
    return _draft(case, by=by, title=title, situation=case.topic.why, advice=matter.text, matter=matter)


def _draft(case, *, by, **told) -> Proposal:
    member = member_of(by, case.room)
    kind = ProposalKind.PROPOSAL if member else ProposalKind.INFORMATION
    return draft(case.room, by=by, kind=kind, member=member, case=case, **told)


@transaction.atomic
def nominate(proposal: Proposal, *, by, to, year: int, why: str = ""):
    """提案转化为议题: put forward for the plan of a unit, with its source; the proposal goes its own way."""
    row = lock(proposal, related=("room__unit__region", "member"))
    if row.submitted_at is None:
        raise Refused(f"这件{row.ledger_label}还没有提交，提交以后才能荐为议题。")
    if row.nominated.filter(nomination__to=to, nomination__year=year).exists():
        raise Refused(f"已经向{to.short_name}荐过 {year} 年度的议题，不用再荐。")
    standing = plans.standing_of(by)
    if standing is None or to not in standing.targets:
        raise Refused("不能向这个单位荐题，请重新选择。")
    made = nominations.nominate(
        by=by,
        to=to,
        year=year,
        title=row.title,
        why=(why or row.situation)[:1000],
        region=row.room.unit.region,
        source=NominationSource.PROPOSAL,
        source_note=f"{row.ledger_label}{row.issue}（{timezone.localdate(row.submitted_at):%Y-%m-%d}提交）",
        room=row.room,
        member=row.member if row.member and row.member.user_id == by.pk else None,
        unit=standing.unit,
    )
    ProposalNomination.objects.create(proposal=row, nomination=made)
    ledger.record(
        row, "consult.nominate", by=by, unit=row.room.unit, sentence=f"由{row.ledger_label}向{to.short_name}荐题"
    )
    return made
