"""The state tables of this app, and the only writers of its states."""

from reports.enums import (
    AppealState,
    ArticleState,
    BulletinState,
    CaseStudyState,
    ContributionState,
    PointsYearState,
    ProblemState,
)

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
