"""Lines out of a room's own work: activities of every kind, activity days, what was brought in, proposals, postings."""

from datetime import date

from django.db.models import Prefetch, Q
from django.utils import timezone

from members.models import Standing
from proposals.enums import ProposalState
from proposals.models import Award, JointSigner, Proposal
from proposals.rules import WRITTEN
from reports.facts.duty.consulting import Asked
from reports.facts.duty.eyes import Eyes, address
from reports.facts.duty.line import Line, plain
from reports.models import Commendation
from rooms.enums import ActivityContext, ActivityKind, AttendingAs, DayAttendance, VoiceKind
from rooms.models import Activity, ActivityPerson, Assembly, DayAttendee, Goods, Posting, Voice

VOICES = {VoiceKind.INFORMATION: "information", VoiceKind.SUGGESTION: "suggestion"}
BECAME_HIDDEN = "内容由联络室保存"


def parts(asked: Asked) -> list[ActivityPerson]:
    """In which activities the member took part."""
    rows = ActivityPerson.objects.filter(asked.within("activity__on"), member=asked.member)
    rows = rows.filter(activity__removed_at__isnull=True).select_related("activity__room__unit", "activity__day")
    return list(rows.prefetch_related(Prefetch("activity__goods", Goods.objects.all())))


def voices(asked: Asked) -> list[Voice]:
    rows = Voice.objects.filter(asked.within("activity__on"), member=asked.member, removed_at__isnull=True)
    return list(rows.filter(activity__removed_at__isnull=True).select_related("activity__room__unit"))


def part_line(part: ActivityPerson, eyes: Eyes) -> Line:
    """Kind and amount for everybody; what was done for whoever may open the record."""
    activity, is_open = part.activity, part.activity_id in eyes.activities
    did = f"{activity.get_kind_display()} {activity.amount} {ActivityKind(activity.kind).unit}"
    if activity.context != ActivityContext.ORDINARY:
        did += f"（{activity.get_context_display()}）"
    if not is_open:
        return Line(activity.kind, activity.on, did, n=activity.amount, is_hidden=True)
    host = "接待人" if part.attending_as == AttendingAs.HOST else ""
    notes = [activity.room.unit.short_name, host, _more(activity), activity.what[:80]]
    return Line(
        activity.kind,
        activity.on,
        did,
        "　".join(filter(None, notes)),
        address("rooms:activity", activity.pk),
        activity.amount,
    )


def _more(activity: Activity) -> str:
    """Hours of a training, money and goods of a gift."""
    told = [f"{plain(activity.hours)} 小时"] if activity.hours else []
    told += [f"{plain(activity.money)} 元"] if activity.money else []
    told += [f"{goods.name} {plain(goods.amount)} {goods.unit}" for goods in activity.goods.all()]
    return "，".join(told)


def voice_line(voice: Voice, eyes: Eyes) -> Line:
    activity, kind = voice.activity, VOICES[voice.kind]
    if voice.activity_id not in eyes.activities:
        return Line(kind, activity.on, f"提供{voice.get_kind_display()}", BECAME_HIDDEN, is_hidden=True)
    note = f"后来：{voice.became}" if voice.became else ""
    return Line(kind, activity.on, voice.text[:80], note, address("rooms:activity", activity.pk))


def proposals(asked: Asked, eyes: Eyes) -> list[Line]:
    """What the member put before the office or signed, on the day on which it was submitted; not what came back."""
    rows = Proposal.objects.filter(asked.within("submitted_at__date"), _own(asked), converted_from=None)
    rows = rows.exclude(state__in=[*WRITTEN, ProposalState.DROPPED])
    seen = set(Proposal.objects.visible_to(eyes.user).filter(pk__in=rows.values("pk")).values_list("pk", flat=True))
    return [_proposal(row, asked.member, is_open=row.pk in seen) for row in rows]


def _own(asked: Asked, path: str = "") -> Q:
    """Proposals that the member put forward or signed."""
    signed = JointSigner.objects.signed().filter(member=asked.member)
    return Q(**{f"{path}member": asked.member}) | Q(**{f"{path}pk__in": signed.values("proposal")})


def awards(asked: Asked, eyes: Eyes) -> list[Line]:
    """What the member and the member's proposals were awarded, on the day on which it was decided."""
    given = _own(asked, "proposal__") | Q(member=asked.member)
    rows = Award.objects.visible_to(eyes.user).filter(asked.within("decided_on"), given)
    lines = [
        Line("awards", row.decided_on, f"获评{row.ledger_label}：{row.to_whom}", row.told, row.get_absolute_url())
        for row in rows.for_page()
    ]
    named = [{"kind": "member", "key": asked.member.pk}]
    commended = Commendation.objects.visible_to(eyes.user).issued().filter(asked.within("issued_on"))
    return lines + [
        Line("awards", row.issued_on, f"受到表彰：{row.title}", row.issue, row.get_absolute_url())
        for row in commended.filter(winners__contains=named).for_page()
    ]


def _proposal(row: Proposal, member, *, is_open: bool) -> Line:
    how = "提交" if row.member_id == member.pk else "联名"
    day, did = timezone.localdate(row.submitted_at), f"{how}{row.get_kind_display()}"
    if not is_open:
        return Line("proposals", day, did, is_hidden=True)
    return Line("proposals", day, f"{did}：{row.title}", row.get_state_display(), row.get_absolute_url())


def days(asked: Asked, eyes: Eyes) -> list[Line]:
    """Activity days with the member's name on the list."""
    rows = DayAttendee.objects.filter(asked.within("room_day__day__on"), member=asked.member)
    rows = list(rows.select_related("room_day__day", "room_day__room__unit"))
    seen = eyes.rooms({row.room_day.room_id for row in rows}) if rows else set()
    return [_day(row, seen) for row in rows]


def _day(row: DayAttendee, seen: set[int]) -> Line:
    held, is_seen = row.room_day, row.room_day.room_id in seen
    came = row.attendance == DayAttendance.PRESENT
    note = held.room.unit.short_name if is_seen else ""
    url = address("rooms:room_day", held.room_id, held.day_id) if is_seen else ""
    return Line("days", held.day.on, f"{held.day.name}{row.get_attendance_display()}", note, url, int(came))


def assemblies(asked: Asked, eyes: Eyes) -> list[Line]:
    """动员会、部署会、培训会 whose register names the member among those who came."""
    rows = list(Assembly.objects.standing().filter(asked.within("held_on"), members=asked.member))
    seen = eyes.assemblies({row.pk for row in rows}) if rows else set()
    return [_assembly(row, is_open=row.pk in seen) for row in rows]


def _assembly(row: Assembly, *, is_open: bool) -> Line:
    url = address("rooms:assembly", row.pk) if is_open else ""
    return Line("assemblies", row.held_on, f"参加{row.get_kind_display()}：{row.theme}", row.organiser, url)


def postings(asked: Asked, eyes: Eyes) -> list[Line]:
    """Each posting on the day on which it began, and on which it ended."""
    rows = list(Posting.objects.filter(member=asked.member).select_related("room__unit"))
    seen = eyes.rooms({row.room_id for row in rows}) if rows else set()
    found = []
    for row in rows:
        url = address("rooms:room", row.room_id) if row.room_id in seen else ""
        if _is_within(row.starts_on, asked):
            found.append(Line("postings", row.starts_on, f"派驻{row.room.unit.name}", row.reason, url))
        if row.ends_on and _is_within(row.ends_on, asked):
            found.append(Line("postings", row.ends_on, f"结束派驻{row.room.unit.name}", "", url, n=0))
    return found


def standings(asked: Asked, eyes: Eyes) -> list[Line]:
    """How the member's standing changed, for whoever may know it; others are not told that it did."""
    if not eyes.user.has_perm("members.view_standing", asked.member):
        return []
    rows = Standing.objects.filter(asked.within("starts_on"), member=asked.member)
    return [
        Line("standing", row.starts_on, f"{row.get_was_display()}改为{row.get_became_display()}", row.reason)
        for row in rows
    ]


def _is_within(day: date, asked: Asked) -> bool:
    return (asked.since is None or day >= asked.since) and (asked.until is None or day <= asked.until)
