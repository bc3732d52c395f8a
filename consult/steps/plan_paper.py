"""The plan, and a notice of its changes, as they are printed: one dictionary, frozen with its checksum."""

from consult.enums import PlanLevel
from consult.models.plan import months_told
from consult.steps.paper import digest
from members.enums import UnitKind
from rooms import practice


def paper_of(plan, items, number: str, day) -> dict:
    """The plan as it is issued: a notice with the table as its annex."""
    name = f"《{plan.title}》"
    opening = [plan.opening] if plan.opening else []
    opening.append(f"{name}已经{plan.approver.name}审定，现印发给你们，请认真组织实施。")
    return _notice(plan, number, day, title=f"关于印发{name}的通知", opening=opening, rows=_rows(items))


def notice_of(plan, items, changes, number: str, day, *, opening: str = "") -> dict:
    """What was changed in the year, each with its reason, and the whole table as it stands now."""
    lines = [opening] if opening else []
    lines.append(f"经{plan.approver.name}同意，对《{plan.title}》作如下调整：")
    lines += [f"{at}．{told_of(change)}" for at, change in enumerate(changes, 1)]
    lines.append("调整后的计划见附件，请认真组织实施。")
    title = f"关于调整《{plan.title}》的通知"
    return _notice(plan, number, day, title=title, opening=lines, rows=_rows(items), annexed="（调整后）")


def told_of(change) -> str:
    """One change as the notice tells it."""
    name = f"“{change.item.title}”" if change.item else ""
    if change.kind == "add":
        told = f"增加议题{name}，{change.item.when}开展"
    elif change.kind == "drop":
        told = f"取消议题{name}"
    else:
        told = f"{name}" + "，".join(
            f"{label}由“{before}”调整为“{after or '不设'}”" if before else f"{label}明确为“{after}”"
            for label, before, after in change.told
        )
    return f"{told}。理由：{change.reason.rstrip('。')}。"


def frozen(paper: dict) -> tuple[dict, str]:
    return paper, digest(paper)


def _notice(plan, number, day, *, title, opening, rows, annexed="") -> dict:
    return {
        "mark": f"{plan.unit.name}文件",
        "number": number,
        "correction": "",
        "organ": plan.unit.name,
        "date": day.isoformat(),
        "title": title,
        "recipients": _recipients(plan),
        "opening": opening,
        "demands": plan.demands,
        "annex": {"title": f"{plan.title}{annexed}", "rows": rows},
        "report": plan.approver.name if plan.approver_id != plan.unit_id else "",
    }


def _recipients(plan) -> str:
    told = {
        PlanLevel.CITY: "各{township}，市直各有关单位，各{room_short}",
        PlanLevel.TOWNSHIP: "各{room_short}，各有关单位",
        PlanLevel.ROOM: "本{room_short}各位委员、代表，各有关单位",
    }[plan.level]
    pack = practice.for_room(plan.room) if plan.room else practice.current(plan.region)
    return pack.say(told, township=UnitKind.TOWNSHIP.label)


def _taking_part(item):
    yield from (room.unit.short_name for room in item.rooms.all())
    yield from (unit.short_name for unit in item.units.all())


def _rows(items) -> list[dict]:
    standing = [item for item in items if item.state != "dropped"]
    ordered = sorted(standing, key=lambda item: (item.month, item.until_month, item.position))
    return [
        {
            "number": str(at),
            "text": item.title,
            "when": months_told(item.month, item.until_month),
            "lead": "、".join(filter(None, [item.lead.short_name if item.lead else "", item.leader])),
            "form": item.form,
            "taking_part": "、".join(dict.fromkeys(_taking_part(item))),
        }
        for at, item in enumerate(ordered, 1)
    ]
