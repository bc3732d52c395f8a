"""由此产生: what came of a case, of a matter or of a proposal, one query a kind; what one may not see has no title."""

from dataclasses import dataclass

from consult.models import Consultation, Nomination
from proposals.models import Proposal, ReportItem, SpecialReport


@dataclass(frozen=True)
class Child:
    """One thing that came of it: what it is and how it stands; the title and the page for whoever sees it."""

    kind: str
    row: object
    note: str = ""
    is_seen: bool = False

    @property
    def title(self) -> str:
        if self.is_seen:
            return str(self.row)
        return "（内部报告，内容不公开）" if isinstance(self.row, SpecialReport) else "（内容不公开）"

    @property
    def url(self) -> str:
        return self.row.get_absolute_url() if self.is_seen else ""


def of_case(case: Consultation, user, *, matter=None) -> list[Child]:
    """Proposals and reports out of a consultation, or out of one of its matters."""
    made = Proposal.objects.standing().filter(submitted_at__isnull=False)
    made = made.filter(matter=matter) if matter else made.filter(case=case)
    items = ReportItem.objects.filter(matter=matter) if matter else ReportItem.objects.filter(matter__consultation=case)
    return [*_proposals(made, user), *_reports(items, user)]


def of_proposal(proposal: Proposal, user) -> list[Child]:
    """What it was converted into, what was merged into it, reports, topics put forward and their consultations."""
    related = Proposal.objects.filter(converted_from=proposal) | Proposal.objects.filter(merged_into=proposal)
    found = [*_proposals(related, user), *_reports(ReportItem.objects.filter(proposal=proposal), user)]
    rows = list(Nomination.objects.filter(of_proposal__proposal=proposal).select_related("item", "to").order_by("pk"))
    seen = _keys(Nomination, user, rows)
    found += [Child("荐题", row, f"{row.year}年度，{row.to.short_name}", row.pk in seen) for row in rows]
    topics = {row.item.topic_id for row in rows if row.item and row.item.topic_id}
    cases = list(Consultation.objects.filter(topic__in=topics).select_related("topic", "room__unit")) if topics else []
    seen = _keys(Consultation, user, cases)
    return found + [Child("协商", case, case.label, case.pk in seen) for case in cases]


def source_of(nomination: Nomination, user) -> Child | None:
    """The proposal out of which a topic was put forward."""
    row = Proposal.objects.filter(nominated__nomination=nomination).select_related("room__unit", "member").first()
    return row and Child(row.get_kind_display(), row, row.issue, bool(_keys(Proposal, user, [row])))


def sources_of_case(case: Consultation, user) -> list[Child]:
    """The proposals out of which the topic of a consultation came."""
    rows = list(
        Proposal.objects.filter(nominated__nomination__item__topic=case.topic_id)
        .select_related("room__unit", "member")
        .distinct()
    )
    seen = _keys(Proposal, user, rows)
    return [Child(row.get_kind_display(), row, row.issue, row.pk in seen) for row in rows]


def _proposals(rows, user) -> list[Child]:
    rows = list(rows.select_related("room__unit", "member").defer("situation", "advice").order_by("pk"))
    seen = _keys(Proposal, user, rows)
    return [Child(row.get_kind_display(), row, row.issue, row.pk in seen) for row in rows]


def _reports(items, user) -> list[Child]:
    """Of an internal report others learn that there is one and how it stands."""
    rows = SpecialReport.objects.issued().filter(pk__in=items.values("report")).order_by("pk")
    rows = list(rows.only("pk", "title", "kind", "state", "year", "number"))
    seen = _keys(SpecialReport, user, rows)
    return [Child(row.get_kind_display(), row, row.issue, row.pk in seen) for row in rows]


def _keys(model, user, rows) -> set[int]:
    if not rows:
        return set()
    found = model.objects.visible_to(user).filter(pk__in=[row.pk for row in rows])
    return set(found.values_list("pk", flat=True))
