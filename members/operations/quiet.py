"""When a message may leave: never at night or on a day of rest where the channel says so, and an SMS never then."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from members.enums import ChannelKind

# Whatever the channel says: nobody's telephone rings at night.
NIGHT = (time(21), time(8))
# The longest holiday with the days around it.
MOST_DAYS = 30


def next_moment(channel, now: datetime) -> datetime:
    """The moment itself when a message may leave by the channel, else the next one."""
    local = timezone.localtime(now)
    begins, ends = hours_of(channel)
    day = local.date()
    if begins and local.time() >= begins:
        day, local = day + timedelta(days=1), None
    for ahead in range(MOST_DAYS):
        on = day + timedelta(days=ahead)
        if rests_on(channel, on):
            local = None
        elif local is not None and local.time() >= (ends or time()):
            return now
        else:
            return timezone.make_aware(datetime.combine(on, ends or time()))
    return now


def hours_of(channel) -> tuple[time | None, time | None]:
    """From when, and until when nothing leaves."""
    begins, ends = channel.quiet_from, channel.quiet_until
    if channel.kind != ChannelKind.SMS:
        return begins, ends
    return min(begins or NIGHT[0], NIGHT[0]), max(ends or NIGHT[1], NIGHT[1])


def rests_on(channel, day) -> bool:
    """Whether nothing leaves on that day. The calendar is known further up, and told by the settings."""
    if not (channel.workdays_only or channel.kind == ChannelKind.SMS):
        return False
    return not import_string(settings.WORKING_DAYS)(day)
