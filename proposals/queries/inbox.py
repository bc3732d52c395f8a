"""收件: what lies with the office and can be taken up in a report, and in which reports it is already."""

from django.db.models import Exists, OuterRef, Prefetch

from consult.enums import SubmissionKind, SubmissionState
from consult.models import Matter, Submission
from members.enums import RoleCode
from proposals.enums import ProposalKind, ProposalState
from proposals.models import Proposal, ReportItem

# The office has it, and nobody said that nothing comes of it.
TAKEN_IN = (
    ProposalState.RECEIVED,
    ProposalState.FILED,
    ProposalState.PREASSIGNED,
    ProposalState.RUNNING,
    ProposalState.REPLIED,
    ProposalState.REWORK,
    ProposalState.CLOSED,
)


def taken_up(**thing):
    """The parts of standing reports that are made of this."""
    return ReportItem.objects.standing().filter(**thing)


def matters_for(user):
    """Submissions of city-level matters to the person's office; the last of each matter."""
    rows = Submission.objects.filter(kind=SubmissionKind.MATTER, to__in=user.units_as(RoleCode.OFFICE))
    later = Submission.objects.filter(
        kind=SubmissionKind.MATTER, matter=OuterRef("matter"), to=OuterRef("to"), pk__gt=OuterRef("pk")
    )
    items = ReportItem.objects.standing().filter(matter=OuterRef("matter"))
    return rows.filter(~Exists(later)).annotate(is_taken_up=Exists(items))


def matters_shown(rows):
    """With what a row of the inbox shows."""
    related = ("matter", "to", "consultation__topic__region", "consultation__room__unit__region")
    rows = Submission.objects.filter(pk__in=rows.values("pk")).select_related(*related)
    rows = rows.defer("consultation__topic__pieces", "consultation__topic__title_pieces")
    copies = Submission.objects.filter(kind=SubmissionKind.COPY).exclude(opinion="").select_related("to")
    return rows.prefetch_related(
        Prefetch("matter__report_items", queryset=_items(), to_attr="in_reports"),
        Prefetch("matter__submissions", queryset=copies, to_attr="opinions_said"),
    )


def information_for(user):
    """社情民意信息 that the person's office took in."""
    rows = Proposal.objects.filter(kind=ProposalKind.INFORMATION, office__in=user.units_as(RoleCode.OFFICE))
    items = ReportItem.objects.standing().filter(proposal=OuterRef("pk"))
    return rows.filter(state__in=TAKEN_IN).annotate(is_taken_up=Exists(items))


def information_shown(rows):
    rows = Proposal.objects.filter(pk__in=rows.values("pk")).select_related("room__unit__region", "member", "office")
    return rows.prefetch_related(Prefetch("report_items", queryset=_items(), to_attr="in_reports"))


def _items():
    return ReportItem.objects.standing().select_related("report").order_by("pk")


def chosen_matters(user, keys) -> list[Matter]:
    """Matters of the inbox by their keys, in the order in which they were chosen."""
    sent = matters_for(user).filter(matter__in=keys).values("matter")
    rows = Matter.objects.filter(pk__in=sent).select_related(
        "consultation__topic__region", "consultation__room__unit__region", "consultation__room__approver"
    )
    return sorted(rows, key=lambda row: keys.index(row.pk))


def chosen_information(user, keys) -> list[Proposal]:
    rows = information_for(user).filter(pk__in=keys).select_related("room__unit__region", "member", "office")
    return sorted(rows, key=lambda row: keys.index(row.pk))


def also_in(report) -> list[ReportItem]:
    """Parts of other standing reports that are made of the same things: what the office is warned of."""
    items = list(report.items.all())
    matters = [item.matter_id for item in items if item.matter_id]
    proposals = [item.proposal_id for item in items if item.proposal_id]
    others = ReportItem.objects.standing().exclude(report=report).select_related("report", "matter", "proposal")
    return [*others.filter(matter__in=matters), *others.filter(proposal__in=proposals)]


MOST_MERGED = 100


def mergeable_matters(user, report):
    """Received matters that are in no report of the draft's kind."""
    same = ReportItem.objects.standing().filter(matter=OuterRef("matter"), report__kind=report.kind)
    rows = matters_for(user).filter(state=SubmissionState.RECEIVED, to=report.office)
    return rows.filter(~Exists(same)).order_by("-pk")[:MOST_MERGED]


def mergeable_information(user, report):
    same = ReportItem.objects.standing().filter(proposal=OuterRef("pk"), report__kind=report.kind)
    return information_for(user).filter(~Exists(same), office=report.office).order_by("-pk")[:MOST_MERGED]
