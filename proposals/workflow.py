"""The state tables of proposals, of reports and of what units handle out of both."""

from members.workflow import Refused, Stale, advance, check_version, lock, lock_all, take_turn
from proposals.enums import (
    CallState,
    ClueState,
    CoSigning,
    HandlingState,
    KeyState,
    ProposalState,
    RectifyState,
    ReplyState,
    ReportState,
    SignerState,
    SupervisionState,
)

__all__ = [
    "CALL",
    "CLUE",
    "COSIGN",
    "HANDLING",
    "KEY",
    "PROPOSAL",
    "RECTIFY",
    "REPLY",
    "REPORT",
    "SIGNER",
    "SUPERVISION",
    "Refused",
    "Stale",
    "advance",
    "check_version",
    "lock",
    "lock_all",
    "take_turn",
]

PROPOSAL = {
    ProposalState.DRAFT: (ProposalState.SUBMITTED, ProposalState.DROPPED),
    ProposalState.SUBMITTED: (
        ProposalState.RECEIVED,
        ProposalState.RETURNED,
        # Taken back by its author before the office looked at it.
        ProposalState.DRAFT,
    ),
    ProposalState.RETURNED: (ProposalState.SUBMITTED, ProposalState.DROPPED),
    ProposalState.RECEIVED: (
        ProposalState.FILED,
        ProposalState.NOT_FILED,
        ProposalState.CONVERTED,
        ProposalState.MERGED,
        ProposalState.RETURNED,
    ),
    ProposalState.DROPPED: (),
    ProposalState.FILED: (
        ProposalState.PREASSIGNED,
        # Without asking the units first: on the fast track, or where the kind knows no 预交办.
        ProposalState.RUNNING,
        ProposalState.MERGED,
        # Taken up in a report or noted: nobody is asked to handle it.
        ProposalState.CLOSED,
    ),
    ProposalState.PREASSIGNED: (ProposalState.RUNNING, ProposalState.FILED),
    ProposalState.RUNNING: (ProposalState.REPLIED,),
    ProposalState.REPLIED: (
        ProposalState.CLOSED,
        ProposalState.REWORK,
        # A letter was taken back before the proposer had it.
        ProposalState.RUNNING,
    ),
    ProposalState.REWORK: (ProposalState.REPLIED,),
    # 办结了没有解决: what a look-back finds undone is handled again.
    ProposalState.CLOSED: (ProposalState.REWORK,),
    ProposalState.NOT_FILED: (),
    ProposalState.CONVERTED: (),
    ProposalState.MERGED: (),
}

REPORT = {
    ReportState.DRAFT: (ReportState.ISSUED, ReportState.DROPPED),
    ReportState.ISSUED: (ReportState.CLOSED,),
    # A leader writes on it after it was closed.
    ReportState.CLOSED: (ReportState.ISSUED,),
    ReportState.DROPPED: (),
}

HANDLING = {
    HandlingState.PROPOSED: (HandlingState.AGREED, HandlingState.OBJECTED, HandlingState.CANCELED),
    HandlingState.AGREED: (HandlingState.ACCEPTED, HandlingState.CANCELED),
    # The office agrees, or it does not and the unit goes on from where it stood.
    HandlingState.OBJECTED: (
        HandlingState.REFUSED,
        HandlingState.AGREED,
        HandlingState.ISSUED,
        HandlingState.CANCELED,
    ),
    HandlingState.ISSUED: (HandlingState.ACCEPTED, HandlingState.OBJECTED, HandlingState.CANCELED),
    HandlingState.ACCEPTED: (HandlingState.ANSWERED, HandlingState.CANCELED),
    HandlingState.ANSWERED: (HandlingState.CLOSED, HandlingState.ACCEPTED),
    # 二次办理, or a look-back that finds it undone.
    HandlingState.CLOSED: (HandlingState.ACCEPTED,),
    HandlingState.REFUSED: (),
    HandlingState.CANCELED: (),
}

SIGNER = {
    SignerState.INVITED: (SignerState.SIGNED, SignerState.DECLINED, SignerState.WITHDRAWN),
    # The text was changed: the signature was for what stood there before.
    SignerState.SIGNED: (SignerState.INVITED, SignerState.DECLINED, SignerState.WITHDRAWN),
    SignerState.DECLINED: (SignerState.INVITED, SignerState.WITHDRAWN),
    SignerState.WITHDRAWN: (SignerState.INVITED,),
}

CALL = {CallState.OPEN: (CallState.ENDED,), CallState.ENDED: (CallState.OPEN,)}

CLUE = {
    ClueState.NEW: (ClueState.ADOPTED, ClueState.DECLINED, ClueState.MERGED),
    # Looked at again, because somebody wants to take it up after all.
    ClueState.DECLINED: (ClueState.ADOPTED,),
    ClueState.ADOPTED: (),
    ClueState.MERGED: (),
}

REPLY = {
    ReplyState.DRAFT: (ReplyState.SENT,),
    ReplyState.SENT: (ReplyState.WITHDRAWN,),
    ReplyState.WITHDRAWN: (),
}

COSIGN = {
    CoSigning.ASKED: (CoSigning.AGREED, CoSigning.OBJECTED),
    # The letter was changed: it is read and signed anew.
    CoSigning.AGREED: (CoSigning.ASKED,),
    CoSigning.OBJECTED: (CoSigning.ASKED, CoSigning.AGREED, CoSigning.EXPLAINED),
    CoSigning.EXPLAINED: (CoSigning.ASKED,),
}

KEY = {
    KeyState.CANDIDATE: (KeyState.CHOSEN, KeyState.PASSED),
    KeyState.CHOSEN: (KeyState.UNFLAGGED,),
    KeyState.PASSED: (),
    KeyState.UNFLAGGED: (),
}

SUPERVISION = {
    SupervisionState.RUNNING: (SupervisionState.ENDED,),
    # Taken up again, because what was promised was not done.
    SupervisionState.ENDED: (SupervisionState.RUNNING,),
}

RECTIFY = {
    RectifyState.OPEN: (RectifyState.REPORTED,),
    # The office misses something: the unit reports again.
    RectifyState.REPORTED: (RectifyState.DONE, RectifyState.OPEN),
    RectifyState.DONE: (),
}
