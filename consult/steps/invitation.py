"""Step 4: a meeting as one tells people of it: the invitation to copy, and the notice to those with an account."""

from django.utils import timezone

from consult import queries
from consult.workflow import pack_of
from members.enums import RoleCode
from members.operations import notify
from members.templatetags.dates import day, moment


def text(meeting) -> str:
    """Write the invitation as one sends it in a chat group or reads it over the telephone."""
    consultation = meeting.consultation
    pack = pack_of(consultation)
    held = timezone.localtime(meeting.planned_at)
    lines = [
        f"【{pack.words['meeting']}通知】{consultation.title}",
        f"时间：{day(held, 'long')}{clock(held)}",
        f"地点：{meeting.place}",
        f"形式：{mode_name(meeting, pack)}",
    ]
    if meeting.chair:
        lines.append(f"主持：{meeting.chair.name}")
    lines.append(f"议程：{'、'.join(part.name for part in pack.agenda)}")
    lines.append(pack.say("请准时参加；不能到会的，请提前告知{room_short}。"))
    contact = f"　电话：{consultation.room.phone}" if consultation.room.phone else ""
    lines.append(f"{consultation.room.name}{contact}")
    return "\n".join(lines)


def clock(at) -> str:
    """下午2时30分, as it is said; a full hour has no minutes."""
    half = "上午" if at.hour < 12 else "中午" if at.hour == 12 else "下午" if at.hour < 18 else "晚上"
    minutes = f"{at.minute}分" if at.minute else ""
    return f"{half}{at.hour if at.hour <= 12 else at.hour - 12}时{minutes}"


def mode_name(meeting, pack) -> str:
    """The name of the meeting's mode; a mode that the pack no longer has keeps its code."""
    return next((mode.name for mode in pack.meeting_modes if mode.code == meeting.mode), meeting.mode)


def full_name(meeting, pack) -> str:
    """第 2 次恳谈会（圆桌协商）, in the words of the pack; a mode that is called like the meeting is not said twice."""
    mode = mode_name(meeting, pack)
    way = f"（{mode}）" if mode != pack.words["meeting"] else ""
    return f"第 {meeting.number} 次{pack.words['meeting']}{way}"


def send(meeting, sentence: str, *, by, url: str = "") -> None:
    """Tell the clerks and conveners of the rooms, and the members on the list; whoever does it knows already."""
    case = meeting.consultation
    listed = case.participant_set.standing().exclude(member=None).values("member")
    members = queries.room_staff(case, RoleCode.MEMBER).filter(member__in=listed)
    people = {*queries.room_staff(case), *members} - {by}
    told = {"when": moment(meeting.planned_at), "place": meeting.place, "title": case.title}
    notify(people, case.say(sentence, **told), url=url or f"/meetings/{meeting.pk}/", case=case)
