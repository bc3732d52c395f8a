"""The one blue button of a consultation's page: the next act that is the person's, or whose it is."""

from django.urls import reverse

from consult import rules
from consult.enums import ApprovalState, MeetingState, MinutesState
from consult.steps import seats, signing
from consult.workflow import following, guards


def next_act(consultation, user, pack, record) -> dict | None:
    """Return label, url, whether it is posted, and why it is disabled; None when there is nothing for the person."""
    if not consultation.is_running:
        return None
    if body := _body_act(consultation, user):
        return body
    if _holds_no_more(consultation, record["gates"]):
        onward = _onward(consultation, user, pack, record)
        if onward:
            return onward
    act = ACTS[consultation.step](consultation, user, pack, record)
    return act if act and not act["why"] else _checkpoint_act(consultation, record) or act


def _body_act(consultation, user):
    """What a body is asked now, in its own name: on the route of the topic, or at a checkpoint."""
    opened = [step for step in consultation.approval.steps.all() if step.is_open and rules.speaks_for(user, step)]
    if not opened or not user.has_perm("consult.decide_approval", consultation):
        return None
    act = link(f"登记{opened[0].name}意见", "consult:decide_approval", consultation.pk)
    return of_body(act, user, consultation, opened[0].name)


def _checkpoint_act(consultation, record):
    """The first thing that the person can write down for a checkpoint; what holds the stage comes before the rest."""
    is_at_work = any(matter.state in ("pending", "running") for matter in record["matters"])
    for row in sorted(record["rows"], key=lambda row: not row["checkpoint"].blocks):
        if row["checkpoint"].kind == "notify" and is_at_work:
            # People are told of a result, and there is none yet.
            continue
        code, name = row["checkpoint"].code, row["checkpoint"].name
        if row["to_answer"]:
            return link(f"答复异议：{name}", "consult:answer_entry", row["to_answer"].pk, dialog=True)
        if act := row["next"]:
            label = f"{act['label']}：{name}"
            return link(label, act["view"], consultation.pk, code, act["role"], dialog=True)
        if row["lays"]:
            return post(f"报送“{name}”", "consult:lay_checkpoint", consultation.pk, code)
    return None


def _holds_no_more(consultation, gates) -> bool:
    """Something held the step and holds it no more: what is left to do is to go on."""
    blocking = [gate for gate in gates if gate.checkpoint.blocks and gate.checkpoint.step == consultation.step]
    return bool(blocking) and all(gate.met for gate in blocking)


def _onward(consultation, user, pack, record):
    stop = following(consultation, pack)
    if stop and user.has_perm("consult.move_stage", consultation):
        name = pack.name_of_stop(stop, seen_from=consultation.stage)
        return _leaving(f"进入{name}", "consult:move_stage", consultation, record)
    return None


def _leaving(label, name, consultation, record) -> dict:
    """Leave the stage: at once, or asked first where a reminder of the pack would be passed by."""
    if any(gate.is_reminder for gate in record["gates"]):
        return link(label, name, consultation.pk, dialog=True)
    return {**post(label, name, consultation.pk), "name": "seen", "value": consultation.stop}


def _unheld(consultation, user, pack, record):
    """On, where the stage asks for nothing; what holds it is told above, with the place where it is removed."""
    held = any(gate.blocks for gate in record["gates"])
    return None if held else _onward(consultation, user, pack, record)


def link(label, name, *args, **options) -> dict:
    return {"label": label, "url": reverse(name, args=args), "post": False, "why": "", **options}


def post(label, name, *args) -> dict:
    return link(label, name, *args, post=True)


def disabled(label, why) -> dict:
    return {"label": label, "url": "", "post": False, "why": why}


def of_body(act: dict, user, consultation, word: str = "办理") -> dict:
    """An act of the deciding body: whoever convenes the room leaves it to somebody else there."""
    why = guards.own_work(user, consultation, word)
    return disabled(act["label"], why) if why else act


def _topic(consultation, user, pack, record):
    opened = next((step for step in record["approval_steps"] if step.is_open), None)
    if pack.asks_route is None or pack.asks_route.code != consultation.stage:
        return _unheld(consultation, user, pack, record)
    if opened:
        return None
    if consultation.approval.state not in (ApprovalState.DRAFT, ApprovalState.RETURNED):
        return None
    if user.has_perm("consult.handle_at_once", consultation) and not guards.handling_at_once(consultation):
        return link("直接办理", "consult:handle_at_once", consultation.pk)
    if user.has_perm("consult.submit_topic", consultation):
        return post(f"提请{pack.words['approval']}", "consult:submit_topic", consultation.pk)
    if user.has_perm("consult.edit_topic", consultation):
        return disabled(f"提请{pack.words['approval']}", f"由{pack.words['convener']}提请{pack.words['approval']}。")
    return None


def _participants(consultation, user, pack, record):
    if consultation.participants_fixed_at:
        return _unheld(consultation, user, pack, record)
    if not user.has_perm("consult.edit_participants", consultation):
        claims = user.has_perm("consult.claim_seat", consultation) and not seats.why_not_claim(consultation, user)
        return post("我要参加", "consult:claim_seat", consultation.pk) if claims else None
    if record["participants"] and user.has_perm("consult.fix_participants", consultation):
        return post("确定名单", "consult:fix_participants", consultation.pk)
    return link(f"登记{pack.words['participant']}", "consult:participants", consultation.pk)


def _research(consultation, user, pack, record):
    if record["research"] and (onward := _onward(consultation, user, pack, record)):
        return onward
    if user.has_perm("consult.edit_research", consultation):
        return link("登记调研", "consult:new_research", consultation.pk)
    return None


def _discussion(consultation, user, pack, record):
    minutes = record["minutes"]
    if minutes and minutes.state == MinutesState.SIGNED:
        return _unheld(consultation, user, pack, record)
    if minutes and minutes.state == MinutesState.OFFERED:
        signs = user.has_perm("consult.sign_minutes", consultation) and not signing.why_not(minutes, user)
        return link(f"{pack.words['sign_off'] if signs else '查看'}纪要", "consult:minutes", consultation.pk)
    if not user.has_perm("consult.edit_meeting", consultation):
        return None
    running = next((meeting for meeting in record["meetings"] if meeting.state != MeetingState.ENDED), None)
    if running:
        return link("去记录会议", "consult:meeting", running.pk)
    if not record["meetings"]:
        return link(f"安排{pack.words['meeting']}", "consult:plan_meeting", consultation.pk)
    return link("修改纪要" if minutes else "起草纪要", "consult:minutes", consultation.pk)


def resending(consultation, user, record) -> bool:
    """A correction was signed after the minutes were sent: the room sends it again, at whichever step the case is."""
    minutes = record["minutes"]
    corrected = minutes is not None and minutes.correction and minutes.state == MinutesState.SIGNED
    if not corrected or not record["submissions"] or not user.has_perm("consult.submit_minutes", consultation):
        return False
    return not guards.sending(consultation)


def _resend(consultation, pack) -> dict:
    return link(pack.say("{submission}更正后的纪要"), "consult:send_submission", consultation.pk)


def _submission(consultation, user, pack, record):
    if record["resends"]:
        return _resend(consultation, pack)
    waiting = [each for each in record["submissions"] if each.state == "sent" and each.kind == "minutes"]
    if waiting:
        if user.has_perm("consult.receive_submission", waiting[0]):
            return of_body(link("接收纪要", "consult:submission", waiting[0].pk), user, consultation)
        return None
    if any(each.state == "received" and each.kind == "minutes" for each in record["submissions"]):
        return _evaluation(consultation, user, pack, record)
    if user.has_perm("consult.submit_minutes", consultation):
        return link(
            pack.say("{submission}{to}", to=consultation.room.approver.short_name),
            "consult:send_submission",
            consultation.pk,
        )
    return None


def _action(consultation, user, pack, record):
    if record["resends"]:
        return _resend(consultation, pack)
    # What was not agreed is on record only, and waits for nobody.
    agreed = [matter for matter in record["matters"] if matter.consensus]
    if not any(matter.state in ("noted", "pending", "running") for matter in agreed):
        return _evaluation(consultation, user, pack, record)
    decides = user.has_perm("consult.decide_matter", consultation)
    pending = next((matter for matter in record["matters"] if matter.state == "pending"), None)
    if pending and decides:
        act = link(pack.say("{decision}{matter} {n}", n=pending.number), "consult:decide_matter", pending.pk)
        return of_body(act, user, consultation, "{decision}")
    # What the room carries out by itself is its own to close.
    works = rules.works_in_room(user, consultation)
    running = [matter for matter in record["matters"] if matter.state == "running"]
    own = next((matter for matter in running if (works if matter.by_room else decides)), None)
    return link(pack.say("查看{matter} {n}", n=own.number), "consult:matter", own.pk) if own else None


def _evaluation(consultation, user, pack, record):
    if following(consultation, pack):
        return _unheld(consultation, user, pack, record)
    why = guards.finishing(consultation)
    if not user.has_perm("consult.close_consultation", consultation):
        waits = user.has_perm("consult.record_checkpoint", consultation) and not why
        return disabled(pack.say("办结{consultation}"), pack.say("由{convener}办结{consultation}。")) if waits else None
    label = pack.say("办结{consultation}")
    return disabled(label, why) if why else _leaving(label, "consult:close_consultation", consultation, record)


ACTS = {
    "topic": _topic,
    "participants": _participants,
    "research": _research,
    "discussion": _discussion,
    "submission": _submission,
    "action": _action,
    "evaluation": _evaluation,
}
