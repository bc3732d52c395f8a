"""What the engine of evaluation asks a proposal: who rates whom, and which units stand on the rated side."""

from consult.enums.evaluation import RatedSide, RaterKind
from consult.models.rated import Rated, Rater
from proposals.enums import HandlingRole, HandlingState, ProposalState
from rooms import practice

ANSWERERS = (HandlingRole.LEAD, HandlingRole.DIVIDED)
STOOD = (HandlingState.ANSWERED, HandlingState.CLOSED)


class RatedProposal(Rated):
    """Mixin of Proposal: two-way, the handling by its side and the proposal by the unit that answered."""

    rated_sides = (RatedSide.HANDLING, RatedSide.PROPOSAL)
    closed_round_job = "proposals.follow_evaluation"

    def why_not_rated(self, side: str) -> str:
        return "" if self.state == ProposalState.REPLIED else "单位答复以后才能评议。"

    def rated_units(self, side: str) -> list:
        """The unit that leads first: it is the one that is ranked."""
        if side != RatedSide.HANDLING:
            return []
        rows = self.handlings.filter(state__in=STOOD).select_related("unit__region")
        order = {role: at for at, role in enumerate((*ANSWERERS, HandlingRole.JOINT, HandlingRole.CO))}
        return [each.unit for each in sorted(rows, key=lambda each: (order[each.role], each.pk))]

    def rated_people(self, side: str) -> list:
        """Who stands behind the proposal does not rate it."""
        return [] if side == RatedSide.HANDLING else [rater.user for rater in self._authors() if rater.user]

    def raters(self, side: str) -> list[Rater]:
        if side == RatedSide.HANDLING:
            return self._authors()
        answered = self.handlings.filter(state__in=STOOD, role__in=ANSWERERS).select_related("unit")
        return [Rater(RaterKind.UNIT, unit=each.unit) for each in answered]

    def _authors(self) -> list[Rater]:
        """Of this one and of those that were merged into it: the proposer and each who signed with him."""
        found = []
        for row in (self, *self.merged.select_related("member__user", "written_by", "room__unit")):
            found.append(proposer_of(row))
            signed = row.signers.signed().select_related("member__user") if row.is_together else ()
            found += [_member(each.member, RaterKind.JOINT) for each in signed]
        return list({(each.user and each.user.pk, each.name): each for each in found}.values())

    def papers_for(self, user) -> list:
        """The letters that are rated, those of the last handling."""
        replies = self.replies.model.objects.visible_to(user).sent().filter(proposal=self.pk, round=self.round)
        return list(replies.select_related("proposal").order_by("pk"))

    def rating_keeper(self):
        """The office has it rated, not the room that put it forward."""
        return self.office

    def rated_words(self, side: str) -> str:
        return f"{self.get_kind_display()}{self.issue}《{self.title}》"

    def rating_pack(self):
        return practice.of_key(self.practice_id) if self.practice_id else practice.load(practice.ROOT)


class RatedHandling(Rated):
    """Mixin of Handling: what came of a report is rated by whoever brought its matters up."""

    def why_not_rated(self, side: str) -> str:
        if self.report_id is None:
            return "提案的办理在提案的页面上评议。"
        return "" if self.state in STOOD else "单位反馈以后才能评议。"

    def rated_units(self, side: str) -> list:
        return [self.unit]

    def raters(self, side: str) -> list[Rater]:
        """Of each matter those whom the matter itself would ask; of a piece of information its author."""
        found = []
        for item in self.report.items.select_related("matter__consultation__room", "proposal__member__user"):
            found += item.matter.raters(side) if item.matter else [proposer_of(item.proposal)]
        return list({(each.user and each.user.pk, each.name): each for each in found}.values())

    def rated_words(self, side: str) -> str:
        """Rooms and residents read it: of an internal report no title, and of no task what the offices wrote."""
        title = "" if self.report.is_internal else f"“{self.report.title}”"
        return f"{self.report.ledger_label}{title}，{self.unit.short_name}的办理情况"

    def rating_pack(self):
        return practice.current(self.issued_by_unit.region)


def proposer_of(row) -> Rater:
    """The member; of what a room put forward whoever wrote it."""
    if row.member:
        return _member(row.member, RaterKind.PROPOSER)
    return Rater(RaterKind.PROPOSER, user=row.written_by)


def _member(member, kind) -> Rater:
    return Rater(kind, user=member.user, name="" if member.user else member.name)
