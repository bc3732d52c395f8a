"""The state tables as data: from each state, the states that may follow. Packs add stages, never a state."""

from consult.enums import (
    ApprovalState,
    AssignmentState,
    CallState,
    CommonAnswerState,
    CommonTopicState,
    ConsultationState,
    MatterState,
    MeetingState,
    MinutesState,
    NominationState,
    PlanChangeState,
    PlanItemState,
    PlanState,
    SubmissionState,
    TopicState,
)
from consult.enums.evaluation import RoundState

TOPIC = {
    TopicState.OPEN: (TopicState.TAKEN_UP, TopicState.DECLINED),
    # A common topic is taken up by many rooms.
    TopicState.TAKEN_UP: (TopicState.TAKEN_UP,),
    TopicState.DECLINED: (),
}

CONSULTATION = {
    ConsultationState.RUNNING: (ConsultationState.CLOSED, ConsultationState.STOPPED),
    ConsultationState.CLOSED: (),
    ConsultationState.STOPPED: (),
}

APPROVAL = {
    ApprovalState.DRAFT: (ApprovalState.PENDING,),
    ApprovalState.PENDING: (
        ApprovalState.APPROVED,
        ApprovalState.RETURNED,
        ApprovalState.REJECTED,
        ApprovalState.MERGED,
        ApprovalState.DIVERTED,
        # Taken back by the room before the body spoke.
        ApprovalState.DRAFT,
    ),
    ApprovalState.RETURNED: (ApprovalState.PENDING,),
    # A consultation that goes back to its first step is approved anew.
    ApprovalState.APPROVED: (ApprovalState.RETURNED,),
    ApprovalState.REJECTED: (),
    ApprovalState.MERGED: (),
    ApprovalState.DIVERTED: (),
}

MEETING = {
    MeetingState.PLANNED: (MeetingState.RUNNING, MeetingState.ENDED),
    MeetingState.RUNNING: (MeetingState.ENDED,),
    # Ended by mistake: the record can be taken up again until the minutes are signed.
    MeetingState.ENDED: (MeetingState.RUNNING,),
}

MINUTES = {
    MinutesState.DRAFT: (MinutesState.OFFERED, MinutesState.SIGNED),
    MinutesState.OFFERED: (MinutesState.DRAFT, MinutesState.SIGNED),
    MinutesState.SIGNED: (MinutesState.CORRECTING,),
    MinutesState.CORRECTING: (MinutesState.SIGNED,),
}

MATTER = {
    MatterState.NOTED: (MatterState.PENDING,),
    MatterState.PENDING: (
        MatterState.RUNNING,
        MatterState.DECLINED,
        MatterState.CITY,
        # Returned to the room, which corrects the minutes.
        MatterState.NOTED,
    ),
    MatterState.RUNNING: (
        MatterState.DONE,
        MatterState.PARTLY,
        MatterState.DECLINED,
        # A city unit that was asked declined: the matter takes the way of the city.
        MatterState.CITY,
    ),
    MatterState.DONE: (),
    MatterState.PARTLY: (),
    MatterState.DECLINED: (),
    MatterState.CITY: (
        MatterState.DONE,
        MatterState.PARTLY,
        MatterState.DECLINED,
        # Returned by the office: it is the township's to decide.
        MatterState.PENDING,
    ),
}

ASSIGNMENT = {
    AssignmentState.ISSUED: (
        AssignmentState.ACCEPTED,
        AssignmentState.REFUSED,
        AssignmentState.CANCELED,
    ),
    AssignmentState.ACCEPTED: (AssignmentState.REPORTED, AssignmentState.CANCELED),
    AssignmentState.REPORTED: (
        AssignmentState.CLOSED,
        AssignmentState.ACCEPTED,
        AssignmentState.CANCELED,
    ),
    AssignmentState.REFUSED: (),
    AssignmentState.CLOSED: (),
    AssignmentState.CANCELED: (),
}

SUBMISSION = {
    SubmissionState.SENT: (SubmissionState.RECEIVED, SubmissionState.RETURNED),
    SubmissionState.RECEIVED: (),
    SubmissionState.RETURNED: (),
}

CALL = {
    CallState.OPEN: (CallState.ENDED,),
    # Prolonged after its day.
    CallState.ENDED: (CallState.OPEN,),
}

NOMINATION = {
    NominationState.PENDING: (
        NominationState.SHORTLISTED,
        NominationState.CHOSEN,
        NominationState.DECLINED,
        NominationState.MERGED,
        NominationState.WITHDRAWN,
    ),
    NominationState.SHORTLISTED: (
        NominationState.CHOSEN,
        NominationState.DECLINED,
        NominationState.MERGED,
        NominationState.WITHDRAWN,
    ),
    # Chosen, and left out after all before the plan is issued.
    NominationState.CHOSEN: (NominationState.DECLINED, NominationState.MERGED),
    # Looked at once more.
    NominationState.DECLINED: (NominationState.SHORTLISTED, NominationState.CHOSEN),
    NominationState.MERGED: (),
    NominationState.WITHDRAWN: (),
}

PLAN = {
    PlanState.DRAFT: (PlanState.PENDING,),
    PlanState.PENDING: (
        PlanState.APPROVED,
        PlanState.RETURNED,
        # Taken back before the body spoke.
        PlanState.DRAFT,
    ),
    PlanState.RETURNED: (PlanState.PENDING,),
    PlanState.APPROVED: (PlanState.ISSUED,),
    PlanState.ISSUED: (),
}

PLAN_ITEM = {
    PlanItemState.PLANNED: (PlanItemState.MOVED, PlanItemState.RUNNING, PlanItemState.DROPPED),
    PlanItemState.MOVED: (PlanItemState.MOVED, PlanItemState.RUNNING, PlanItemState.DROPPED),
    PlanItemState.RUNNING: (
        PlanItemState.HELD,
        PlanItemState.DONE,
        PlanItemState.DROPPED,
        # What was begun was withdrawn or not approved before a meeting was held.
        PlanItemState.PLANNED,
    ),
    PlanItemState.HELD: (
        PlanItemState.DONE,
        # The record of its only meeting was opened again, or another room begins.
        PlanItemState.RUNNING,
    ),
    # Another room of the item begins later.
    PlanItemState.DONE: (PlanItemState.HELD, PlanItemState.RUNNING),
    PlanItemState.DROPPED: (),
}

PLAN_CHANGE = {
    PlanChangeState.PENDING: (PlanChangeState.APPROVED, PlanChangeState.DECLINED, PlanChangeState.WITHDRAWN),
    PlanChangeState.APPROVED: (),
    PlanChangeState.DECLINED: (),
    PlanChangeState.WITHDRAWN: (),
}

COMMON_TOPIC = {
    CommonTopicState.OPEN: (CommonTopicState.ENDED,),
    CommonTopicState.ENDED: (CommonTopicState.OPEN,),
}

COMMON_ANSWER = {
    CommonAnswerState.OPEN: (CommonAnswerState.TAKEN_UP, CommonAnswerState.DECLINED),
    CommonAnswerState.TAKEN_UP: (),
    # A room may think better of it.
    CommonAnswerState.DECLINED: (CommonAnswerState.TAKEN_UP,),
}

EVALUATION_ROUND = {
    RoundState.PLANNED: (RoundState.OPEN, RoundState.VOID),
    RoundState.OPEN: (RoundState.CLOSED, RoundState.VOID),
    RoundState.CLOSED: (),
    RoundState.VOID: (),
}
