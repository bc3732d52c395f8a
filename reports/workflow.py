"""The state tables of this app, and the only writers of its states."""

from members.workflow import Refused
from reports.enums import (
    AppealState,
    ArticleState,
    BulletinState,
    CaseStudyState,
    ContributionState,
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
