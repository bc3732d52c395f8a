"""The state tables of this app, and the only writers of its states."""

from reports.enums import AppealState, PointsYearState

POINTS_YEAR = {
    PointsYearState.OPEN: (PointsYearState.PUBLISHED,),
    # Withdrawn with a reason: everything is counted anew.
    PointsYearState.PUBLISHED: (PointsYearState.OPEN,),
}

APPEAL = {
    AppealState.OPEN: (AppealState.UPHELD, AppealState.DENIED, AppealState.WITHDRAWN),
    AppealState.UPHELD: (),
    AppealState.DENIED: (),
    AppealState.WITHDRAWN: (),
}
