"""The state tables of this app, and the only writers of its states."""

from members.workflow import Refused
from reports.enums import (
    AppealState,
    ArticleState,
    BulletinState,
    CaseStudyState,
    CommendationState,
    ContributionState,
    FindingState,
    InspectionState,
    PeriodicState,
    PointsYearState,
    ProblemState,
)
from reports.models import PeriodicReport

POINTS_YEAR = {
    PointsYearState.OPEN: (PointsYearState.PUBLISHED,),
    # Withdrawn with a reason: everything is counted anew.
    PointsYearState.PUBLISHED: (PointsYearState.OPEN, PointsYearState.SETTLED),
    PointsYearState.SETTLED: (),
}

APPEAL = {
    AppealState.OPEN: (AppealState.UPHELD, AppealState.DENIED, AppealState.WITHDRAWN),
    AppealState.UPHELD: (),
    AppealState.DENIED: (),
    AppealState.WITHDRAWN: (),
}

ARTICLE = {
    ArticleState.ENTERED: (ArticleState.CONFIRMED, ArticleState.STRUCK),
    # Found to be wrong, or a double, later.
    ArticleState.CONFIRMED: (ArticleState.STRUCK,),
    # Mended by whoever entered it, and asked for again.
    ArticleState.STRUCK: (ArticleState.ENTERED,),
}

CONTRIBUTION = {
    ContributionState.SENT: (
        ContributionState.PICKED,
        ContributionState.RETURNED,
        ContributionState.DECLINED,
        # By the room itself, before the office chose it.
        ContributionState.WITHDRAWN,
    ),
    ContributionState.PICKED: (ContributionState.ADOPTED, ContributionState.SENT),
    ContributionState.RETURNED: (ContributionState.SENT, ContributionState.WITHDRAWN),
    ContributionState.ADOPTED: (),
    ContributionState.DECLINED: (),
    ContributionState.WITHDRAWN: (),
}

BULLETIN = {
    BulletinState.DRAFT: (BulletinState.ISSUED, BulletinState.DROPPED),
    BulletinState.ISSUED: (),
    BulletinState.DROPPED: (),
}

COMMENDATION = {
    CommendationState.DRAFT: (CommendationState.ISSUED, CommendationState.DROPPED),
    CommendationState.ISSUED: (),
    CommendationState.DROPPED: (),
}

PROBLEM = {
    ProblemState.CANDIDATE: (ProblemState.SET_ASIDE, ProblemState.PUBLISHED),
    # Taken up again by hand, or because more rooms have it now.
    ProblemState.SET_ASIDE: (ProblemState.CANDIDATE, ProblemState.PUBLISHED),
    ProblemState.PUBLISHED: (),
}

CASE_STUDY = {
    CaseStudyState.DRAFT: (CaseStudyState.SUBMITTED,),
    # Taken back by the room, sent back with a reason, or taken into the library.
    CaseStudyState.SUBMITTED: (CaseStudyState.DRAFT, CaseStudyState.RETURNED, CaseStudyState.ADOPTED),
    CaseStudyState.RETURNED: (CaseStudyState.SUBMITTED,),
    # Taken out of the library with a reason, to be mended.
    CaseStudyState.ADOPTED: (CaseStudyState.RETURNED,),
}


PERIODIC = {
    PeriodicState.DRAFT: (PeriodicState.PUBLISHED,),
    PeriodicState.PUBLISHED: (PeriodicState.REPLACED,),
    PeriodicState.REPLACED: (),
}


def publish_all(rows, *, by, at) -> int:
    """Move many locked drafts with one statement each batch, with what was frozen of each."""
    for row in rows:
        if PeriodicState.PUBLISHED not in PERIODIC[row.state]:
            raise Refused(f"{row}现在是“{row.get_state_display()}”，不能发布。")
        row.state, row.published_by, row.published_at = PeriodicState.PUBLISHED, by, at
    fields = ["state", "published_by", "published_at", "sha256", "version"]
    return PeriodicReport.objects.bulk_update(rows, fields, batch_size=500)


# What was sent goes on as its problems do; without a problem it is settled at once.
INSPECTION = {
    InspectionState.DRAFT: (InspectionState.SENT, InspectionState.SETTLED, InspectionState.DROPPED),
    InspectionState.SENT: (
        InspectionState.OBJECTED,
        InspectionState.REPLIED,
        InspectionState.SETTLED,
        # Sent by mistake, and the room has not answered yet.
        InspectionState.DROPPED,
    ),
    InspectionState.OBJECTED: (InspectionState.SENT, InspectionState.REPLIED, InspectionState.SETTLED),
    # The office does not find it mended: the room goes on. Of another problem the room may still object.
    InspectionState.REPLIED: (InspectionState.SENT, InspectionState.OBJECTED, InspectionState.SETTLED),
    # Nothing was found, and it was the wrong room.
    InspectionState.SETTLED: (InspectionState.DROPPED,),
    InspectionState.DROPPED: (),
}

FINDING = {
    FindingState.OPEN: (
        FindingState.REPORTED,
        FindingState.OBJECTED,
        # Seen by the office itself, at the next inspection or in between.
        FindingState.MENDED,
        FindingState.CARRIED,
        FindingState.STRUCK,
    ),
    FindingState.REPORTED: (
        FindingState.MENDED,
        FindingState.OPEN,
        FindingState.CARRIED,
        FindingState.STRUCK,
    ),
    # Until it is answered nobody says whether the problem is mended.
    FindingState.OBJECTED: (FindingState.STRUCK, FindingState.OPEN),
    FindingState.MENDED: (),
    FindingState.STRUCK: (),
    FindingState.CARRIED: (),
}
