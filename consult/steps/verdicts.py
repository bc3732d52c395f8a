"""What follows from what a body said: the next turn, the next step, the way back, or the end of the topic."""

from consult.enums import ApprovalState, Ending, Importance, Verdict
from consult.steps import closing
from consult.steps.route import lay_out, open_turn, route_of
from consult.steps.telling import notify_rooms, tell
from consult.workflow import APPROVAL, advance, end, go_on, pack_of


def follow(consultation, step, said, *, by) -> None:
    """Carry out the verdict of a step that was just decided. `said` names the case into which a topic is merged."""
    AFTER[said.verdict](consultation, step, by=by, into=said.into)


def _approve(consultation, step, *, by, into):
    round_ = consultation.approval.steps.filter(checkpoint=step.checkpoint, round=step.round)
    if round_.filter(is_open=True).exists():
        # Others look at it at the same time.
        return
    following = list(round_.filter(order=step.order + 1).select_related("unit"))
    if following:
        open_turn(consultation, following)
        return
    if not step.checkpoint:
        advance(consultation.approval, APPROVAL, ApprovalState.APPROVED, by=by)
    # First: a case in which nothing was agreed ends where it stands.
    here = (consultation.stage, str(consultation.step))
    closing.settle(consultation, by=by)
    if here == (consultation.stage, str(consultation.step)) and _holds(consultation, step):
        go_on(consultation, by=by)
        closing.settle(consultation, by=by)


def _holds(consultation, step) -> bool:
    """The case waited for this word. One on what only reminds, or for which nobody waited, leads no case on."""
    if not step.checkpoint:
        return True
    stage, code = step.checkpoint.split("/")
    return stage == consultation.stage and pack_of(consultation).stage(stage).checkpoint(code).blocks


def _return(consultation, step, *, by, into):
    _leave_the_others(consultation, step)
    if not step.checkpoint:
        approval = consultation.approval
        advance(approval, APPROVAL, ApprovalState.RETURNED, by=by, round=approval.round + 1)


def _reject(consultation, step, *, by, into):
    _close(consultation, step, ApprovalState.REJECTED, Ending.REJECTED, by=by)


def _divert(consultation, step, *, by, into):
    _close(consultation, step, ApprovalState.DIVERTED, Ending.DIVERTED, by=by)


def _close(consultation, step, state, ending, *, by, into=None):
    _leave_the_others(consultation, step)
    if consultation.approval.state == ApprovalState.PENDING:
        advance(consultation.approval, APPROVAL, state, by=by)
    end(consultation, ending, by=by, note=step.opinion, merged_into=into)


def _merge(consultation, step, *, by, into):
    _close(consultation, step, ApprovalState.MERGED, Ending.MERGED, by=by, into=into)
    if not into.joined_rooms.filter(room=consultation.room).exists():
        into.joined_rooms.create(room=consultation.room)
    told = {"room": consultation.room.name, "title": consultation.title}
    notify_rooms(into, into.say("{room}的{topic}并入这件协商：{title}", **told), by=by)
    tell(
        into,
        "consult.merge_here",
        by=by,
        sentence=f"{consultation.room.name}的一件议题并入",
        changes={"merged": ("并入的议题", "", consultation.title)},
    )


def _raise(consultation, step, *, by, into):
    _leave_the_others(consultation, step)
    become(consultation, Importance.IMPORTANT, step.opinion)
    turns = route_of(consultation).steps
    # The body that raised it has had its first look with that, where the first look is its own.
    has_looked = len(turns) > 1 and turns[0].bodies == (step.body,)
    lay_out(consultation, from_order=1 if has_looked else 0)


def _lower(consultation, step, *, by, into):
    _leave_the_others(consultation, step)
    become(consultation, Importance.ORDINARY, step.opinion)
    lay_out(consultation, from_order=0)


def _leave_the_others(consultation, step) -> None:
    """One of several that look at it together has spoken for all: the others need not look any more."""
    others = consultation.approval.steps.filter(checkpoint=step.checkpoint, round=step.round, is_open=True)
    others.update(is_open=False)


AFTER = {
    Verdict.APPROVE: _approve,
    Verdict.NOTE: _approve,
    Verdict.RETURN: _return,
    Verdict.REJECT: _reject,
    Verdict.MERGE: _merge,
    Verdict.DIVERT: _divert,
    Verdict.RAISE: _raise,
    Verdict.LOWER: _lower,
}


def become(consultation, importance, reason) -> None:
    consultation.importance, consultation.importance_reason = importance, reason[:500]
    consultation.save(update_fields=["importance", "importance_reason"])
