"""The code on the wall of a room on its activity day: signed, and good only until a moment."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.core import signing
from django.utils import timezone

from members.workflow import Refused
from rooms.models import ActivityDay, Room
from rooms.queries import day_of_room

SALT = "rooms.activity-day"


def code_on_screen(room: Room, day: ActivityDay) -> str:
    """Soon renewed, so that a picture of it sent around is of no use."""
    return _code(room, day, timezone.now() + timedelta(minutes=settings.DAY_CODE_MINUTES))


def code_on_paper(room: Room, day: ActivityDay) -> str:
    """Printed beforehand; good until midnight of the day."""
    midnight = datetime.combine(day.on + timedelta(days=1), time(), timezone.get_current_timezone())
    return _code(room, day, midnight)


def read_code(code: str) -> tuple[Room, ActivityDay]:
    """The room and the day for which the code was made."""
    try:
        room, key, until = signing.loads(code[:300], salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Refused("这个二维码无效。请扫联络室活动日当天出示的二维码。") from error
    if until < timezone.now().timestamp():
        raise Refused("这个二维码已经过期。请扫屏幕上最新的二维码，或者请工作人员登记签到。")
    room = Room.objects.open().select_related("unit__region").filter(pk=room).first()
    day = room and day_of_room(room, key)
    if day is None:
        raise Refused("这个联络室没有这个活动日，日期可能已经调整。请联系本室工作人员。")
    return room, day


def _code(room: Room, day: ActivityDay, until: datetime) -> str:
    return signing.dumps([room.pk, day.pk, int(until.timestamp())], salt=SALT)
