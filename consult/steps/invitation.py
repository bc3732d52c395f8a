"""Step 4: a meeting as one tells people of it."""

from django.utils import timezone

from consult.workflow import pack_of
from members.templatetags.dates import day


def text(meeting) -> str:
    """Write the invitation as one sends it in a chat group or reads it over the telephone."""
    consultation = meeting.consultation
    pack = pack_of(consultation)
    held = timezone.localtime(meeting.planned_at)
    half = "上午" if held.hour < 12 else "下午" if held.hour < 18 else "晚上"
    lines = [
        f"【{pack.words['meeting']}通知】{consultation.title}",
        f"时间：{day(held, 'long')}{half}{held.hour}时{held:%M}分",
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


def mode_name(meeting, pack) -> str:
    """The name of the meeting's mode; a mode that the pack no longer has keeps its code."""
    return next((mode.name for mode in pack.meeting_modes if mode.code == meeting.mode), meeting.mode)
