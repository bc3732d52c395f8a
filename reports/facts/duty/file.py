"""The lines of one file, newest first, as one reader sees them."""

from datetime import date

from members.models import Member
from reports.facts.duty import consulting, working
from reports.facts.duty.consulting import Asked
from reports.facts.duty.eyes import Eyes
from reports.facts.duty.line import Line


def lines(member: Member, user, *, since: date | None = None, until: date | None = None) -> list[Line]:
    """Every kind with a few queries, however many records there are."""
    asked = Asked(member, since, until)
    traces, parts, voices = consulting.traces(asked), working.parts(asked), working.voices(asked)
    activities = {row.activity_id for row in (*parts, *voices)}
    eyes = Eyes(user, cases={trace.case for trace in traces}, activities=activities)
    found = [consulting.told(trace, eyes) for trace in traces]
    found += [working.part_line(part, eyes) for part in parts]
    found += [working.voice_line(voice, eyes) for voice in voices]
    found += working.proposals(asked, eyes)
    found += working.awards(asked, eyes)
    found += working.days(asked, eyes)
    found += working.assemblies(asked, eyes)
    found += working.postings(asked, eyes)
    found += working.standings(asked, eyes)
    return sorted(found, key=lambda line: line.day, reverse=True)
