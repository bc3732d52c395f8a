"""办理路径: the stops of a matter, each with its fact.

Of a matter of the city these are the stops up to the office; what follows is told by the reports that were made of it.
"""

from consult import queries
from consult.enums import Adoption, MatterLevel, MatterState, SubmissionKind, SubmissionState
from members.templatetags.dates import day, since

OK, NOW, LATE, AHEAD = "ok", "now", "late", ""
ICONS = {OK: "circle-check", NOW: "circle-dot", LATE: "alert-triangle", AHEAD: "circle-dashed"}


def way_of(matter, pack, *, sent, decisions, tasks) -> list[dict]:
    """Stops of the matter. `sent` are submissions of its case, newest last; `decisions` and `tasks` are its own."""
    stops = [_room_stop(matter, pack, sent)]
    if matter.state == MatterState.CITY or matter.level == MatterLevel.CITY:
        if decisions and decisions[-1].adoption == Adoption.RAISE:
            stops.append(_body_stop(matter, pack, sent, decisions))
        stops.append(_office_stop(matter, pack, sent))
    elif matter.by_room:
        stops += [_own_stop(matter, pack), _feedback_stop(matter, pack)]
    else:
        stops += [
            _body_stop(matter, pack, sent, decisions),
            _units_stop(matter, pack, tasks),
            _feedback_stop(matter, pack),
        ]
    return stops


def _own_stop(matter, pack):
    """The room carries it out by itself; no body decides on it."""
    status = OK if matter.closed_at else NOW if matter.state == MatterState.RUNNING else AHEAD
    return _stop(pack.words["assignment"], status, pack.say("由{room_short}办理"))


def _stop(name: str, status: str, fact: str) -> dict:
    return {"name": name, "status": status, "fact": fact, "icon": ICONS[status]}


def _room_stop(matter, pack, sent):
    minutes = [each for each in sent if each.kind == SubmissionKind.MINUTES and each.state != SubmissionState.RETURNED]
    if matter.state == MatterState.NOTED:
        fact = "补充以后重新{submission}" if minutes else "纪要{sign_off}后{submission}"
        return _stop(pack.words["room_short"], NOW, pack.say(fact))
    on = short(minutes[-1].sent_at) + "{submission}" if minutes else "随纪要{submission}"
    return _stop(pack.words["room_short"], OK, pack.say(on))


def _body_stop(matter, pack, sent, decisions):
    name = f"{pack.words['committee']}{pack.words['decision']}"
    if decisions and matter.state != MatterState.PENDING:
        last = decisions[-1]
        status = AHEAD if matter.state == MatterState.NOTED else OK
        return _stop(name, status, f"{short(last.basis_on)}{last.get_adoption_display()}（{last.get_basis_display()}）")
    received = [each for each in sent if each.kind == SubmissionKind.MINUTES and each.received_at]
    if matter.state == MatterState.PENDING and received:
        return _stop(name, NOW, f"{since(received[-1].received_at).replace('今天', '今天收到')}，待确定")
    return _stop(name, NOW if matter.state == MatterState.PENDING else AHEAD, "待接收纪要")


def _units_stop(matter, pack, tasks):
    name = pack.words["assignment"]
    if matter.state == MatterState.DECLINED and not tasks:
        return _stop(name, AHEAD, "未采纳，不实施")
    if matter.closed_at:
        return _stop(name, OK, f"{len(tasks)} 件任务都已了结")
    if matter.state != MatterState.RUNNING:
        return _stop(name, AHEAD, "责任单位待定")
    units = "、".join(task.unit.short_name for task in tasks if task.is_open) or "任务都已了结，待办结"
    late = [task for task in queries.with_deadlines(tasks) if task.days_late]
    if late:
        return _stop(name, LATE, f"{units}，期限 {short(min(task.due_on for task in late))}")
    return _stop(name, NOW, units)


def _feedback_stop(matter, pack):
    if not matter.closed_at:
        return _stop("反馈", AHEAD, pack.say("{room_short}和群众，评议满意度"))
    told = f"，{matter.satisfaction}" if matter.satisfaction else ""
    return _stop("反馈", OK, f"{short(matter.closed_at)}{matter.get_state_display()}{told}")


def _office_stop(matter, pack, sent):
    here = [each for each in sent if each.matter_id == matter.pk and each.kind == SubmissionKind.MATTER]
    if not here:
        return _stop(
            pack.role_name("office"), AHEAD if matter.state == MatterState.NOTED else NOW, pack.say("待{submission}")
        )
    last = here[-1]
    if last.state == SubmissionState.RECEIVED:
        return _stop(pack.role_name("office"), OK, f"{short(last.received_at)}接收")
    return _stop(pack.role_name("office"), NOW, pack.say("{on}{submission}，待接收", on=short(last.sent_at)))


def short(moment) -> str:
    return day(moment).split("（")[0]
