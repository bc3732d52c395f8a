"""A calendar feed as a file: what calendar programs read, by RFC 5545."""

from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from icalendar import Calendar
from icalendar import Event as Entry

from reports.queries.feed_events import Event

# How often programs should look again.
RENEWED = timedelta(hours=1)


def feed_file(name: str, events: list[Event], *, site: str) -> bytes:
    """The file; the same records give the same bytes, so that a program that has them need not fetch them again."""
    calendar = Calendar()
    calendar.add("prodid", "-//consult//calendar feed//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", RENEWED, parameters={"value": "DURATION"})
    for event in events:
        calendar.add_component(_entry(event, site))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _entry(event: Event, site: str) -> Entry:
    entry = Entry()
    entry.add("uid", uid_of(event, site))
    entry.add("dtstamp", event.changed_at)
    entry.add("last-modified", event.changed_at)
    entry.add("sequence", event.sequence)
    entry.add("summary", event.summary)
    entry.add("dtstart", event.start)
    entry.add("dtend", event.end)
    entry.add("url", f"{site}{event.path}")
    if event.place:
        entry.add("location", event.place)
    return entry


def uid_of(event: Event, site: str) -> str:
    """Unlike any other installation's, and without a letter that programs stumble over."""
    return f"{sha256(f'{site} {event.key}'.encode()).hexdigest()[:32]}@consult"
