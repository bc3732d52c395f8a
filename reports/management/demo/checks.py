"""What must hold in the demonstration's files beyond their form; each fault is one sentence that names the file."""

from collections import Counter

from reports.management.demo.case import STOPS, Case
from reports.management.demo.organisation import Organisation

# Categories whose people are not named in anything that is printed or sent.
PRIVATE = ("stakeholder", "mass_representative", "other")
ENDS = ("closed", "no_consensus", "withdrawn")


def faults(organisation: Organisation, cases: tuple[Case, ...]) -> list[str]:
    """Everything that is wrong, in the order of the files."""
    slugs = {case.slug for case in cases}
    found = [f"organisation: {sentence}" for check in OF_CITY for sentence in check(organisation)]
    for case in cases:
        said = [sentence for check in OF_CASE for sentence in check(case)]
        said += [sentence for check in OF_CASE_IN_CITY for sentence in check(case, organisation)]
        said += [f"merged into unknown case {act.into}" for act in case.approval if act.into and act.into not in slugs]
        found += [f"{case.slug}: {sentence}" for sentence in said]
    return found


def _places(organisation):
    codes = {region.code for region in organisation.regions}
    for place in organisation.regions:
        if place.parent and place.parent not in codes:
            yield f"region {place.name} lies in unknown {place.parent}"
    for unit in organisation.units:
        if unit.region not in codes or unit.parent not in {"", *organisation.unit_by_code}:
            yield f"unit {unit.name} has no region or parent"


def _rooms(organisation):
    codes = {region.code for region in organisation.regions}
    for room in organisation.rooms:
        if room.approver not in organisation.unit_by_code or room.region not in codes:
            yield f"room {room.name} has an unknown approver or region"
        for name in sorted(_staff([room]) - set(organisation.username_by_name)):
            yield f"{name} of {room.name} cannot sign in"


def _members(organisation):
    for member in organisation.members:
        if member.room not in {"", *organisation.room_by_code} or not (member.room or member.reason):
            yield f"member {member.name} has no room and no reason"


def _accounts(organisation):
    for account in organisation.accounts:
        for role in account.roles:
            if role.partition("@")[2] not in organisation.scopes:
                yield f"{account.username} has a role at an unknown place: {role}"


def _people(case, organisation):
    for name in sorted(_actors(case) - set(organisation.username_by_name)):
        yield f"{name} cannot sign in"
    rooms = [organisation.room_by_code[code] for code in (case.room, *case.joint)]
    known = {
        "member": set(organisation.member_by_name),
        "party_representative": {pair[0] for room in rooms for pair in room.party},
        "mass_representative": {pair[0] for room in rooms for pair in room.mass},
    }
    for person in case.participants:
        if person.name not in known.get(person.category, {person.name}):
            yield f"{person.name} is no {person.category} of the room"
    names = Counter(person.name for person in case.participants)
    yield from (f"{name} stands twice on the list" for name, count in names.items() if count > 1)


def _attendance(case):
    for number, sitting in enumerate(case.meetings, start=1):
        listed = {person.name for person in (*case.participants, *sitting.unlisted)}
        named = {sitting.chair, *sitting.leave, *sitting.observers, *sitting.listeners}
        yield from (f"meeting {number}: {name} is not on the list" for name in sorted(named - listed))
        for said in sitting.statements:
            if said.by not in listed - set(sitting.leave):
                yield f"meeting {number}: {said.by} speaks without being there"
            if said.matter > len(case.matters):
                yield f"meeting {number}: no matter {said.matter}"


def _explanations(case, organisation):
    """Who records an explanation is of the room."""
    staff = {"", *_staff([organisation.room_by_code[code] for code in (case.room, *case.joint)])}
    for said in (said for sitting in case.meetings for said in sitting.statements):
        if said.explained_by not in staff or bool(said.explanation) != bool(said.explained_by):
            yield f"the explanation to {said.by} is not recorded by the room"


def _staff(rooms) -> set[str]:
    conveners = {each.name for room in rooms for each in (room.first, room.second) if each}
    return conveners | {name for room in rooms for name in room.clerks}


def _actors(case) -> set[str]:
    """Names of everybody who enters something in this case."""
    names = {case.proposed_by, *(act.by for act in case.approval), *(research.by for research in case.research)}
    names |= {sitting.recorder for sitting in case.meetings}
    names |= {said.explained_by for sitting in case.meetings for said in sitting.statements if said.explained_by}
    names |= {step.by for step in case.step_backs}
    names |= {matter.decision.by for matter in case.matters if matter.decision}
    names |= {matter.result.by for matter in case.matters if matter.result}
    names |= {case.minutes.by, *(each.by for each in case.minutes.corrections)} if case.minutes else set()
    names |= {case.submission.by, case.submission.received_by} - {""} if case.submission else set()
    return names | ({case.ending.by} if case.ending else set())


def _units(case, organisation):
    named = {person.unit for person in case.participants if person.unit}
    for matter in case.matters:
        named |= {*matter.units, *matter.helpers, *(task.unit for task in matter.assignments)}
    for code in sorted(named):
        unit = organisation.unit_by_code.get(code)
        if unit is None or not unit.contact:
            yield f"unit {code} does not exist or has nobody who acts for it"


def _asking(case, organisation):
    for person in case.participants:
        if (person.category == "department") != bool(person.unit):
            yield f"{person.name}: a unit belongs to a department, and only to one"
    approver = organisation.room_by_code[case.room].approver
    for task in (task for matter in case.matters for task in matter.assignments):
        unit = organisation.unit_by_code.get(task.unit)
        if unit and task.asked == (unit.parent == approver):
            yield f"{task.unit}: a unit of another authority is asked, an own one is not"
        if task.asked == (task.due is not None):
            yield f"{task.unit}: a unit has a deadline, and one that is asked has none"


def _plans(case):
    """A decision that adopts names who is responsible and until when; what is solved has evidence."""
    for number, matter in enumerate(case.matters, start=1):
        main = [task for task in matter.assignments if task.role == "responsible"]
        if matter.decision and matter.decision.adoption in ("adopt", "partly") and not main:
            yield f"matter {number}: nobody is responsible"
        if any(task.due != matter.decision.due for task in main if not task.asked):
            yield f"matter {number}: the responsible unit's deadline is not that of the decision"
        reports = [report for task in matter.assignments for report in task.progress]
        photos = [photo for part in (*reports, matter.result) if part for photo in part.photos]
        if matter.result and matter.result.outcome == "solved" and not photos:
            yield f"matter {number}: solved without evidence"


def _days(case):
    """Records follow each other, but for the research that a step back asked for after the meeting."""
    for way in (_main_days(case), *map(_matter_days, case.matters)):
        days = [day for day in way if day is not None]
        if days != sorted(days):
            yield f"days are not in order: {days}"


def _main_days(case):
    first_back = case.step_backs[0].day if case.step_backs else 10_000
    yield case.day
    yield from (day for day in case.submitted[:1])
    yield from (act.day for act in case.approval)
    yield case.fixed
    yield from (research.day for research in case.research if research.day < first_back)
    yield from (sitting.day for sitting in case.meetings)
    if minutes := case.minutes:
        yield from (minutes.drafted, minutes.offered, minutes.signed, minutes.countersigned)
    if case.submission:
        yield from (case.submission.sent, case.submission.received)


def _matter_days(matter):
    if matter.decision and matter.result:
        acts = [report.day for task in matter.assignments for report in task.progress]
        acts += [task.closed for task in matter.assignments if task.closed is not None]
        yield from (matter.decision.day, *sorted(acts), matter.result.day)


def _counts(case):
    for number, matter in enumerate(case.matters, start=1):
        present = _present(case, case.meetings[matter.meeting - 1])
        if sum(matter.opinions.values()) > present:
            yield f"matter {number}: {sum(matter.opinions.values())} opinions of {present} people"
        money = matter.decision.money if matter.decision else ()
        if money and sum(part.amount for part in money) != matter.decision.cost:
            yield f"matter {number}: the money does not add up to {matter.decision.cost}"


def _present(case, sitting) -> int:
    away = {*sitting.leave, *sitting.observers, *sitting.listeners}
    return len({person.name for person in (*case.participants, *sitting.unlisted)} - away)


def _tasks(case):
    for matter in case.matters:
        for task in matter.assignments:
            days = [task.refused, task.accepted, *(report.day for report in task.progress), task.closed]
            days = [matter.decision.day, *(day for day in days if day is not None)]
            if days != sorted(days):
                yield f"{task.unit}: days are not in order: {days}"
            if task.progress and task.accepted is None:
                yield f"{task.unit}: reports without having accepted"
            if task.closed is not None and not (task.progress and task.progress[-1].asks_closing):
                yield f"{task.unit}: closed without having asked for it"
            if matter.result and task.closed is None and task.refused is None:
                yield f"{task.unit}: still at work on a closed matter"


def private_names(case: Case, organisation: Organisation) -> set[str]:
    """People of the case who must not be named outside the room's own record."""
    signing_in = set(organisation.username_by_name)
    return {each.name for each in case.participants if each.category in PRIVATE} - signing_in


def public_texts(case: Case):
    """Everything of a case that is printed, sent, or seen outside the room."""
    yield from (case.title, case.source_note, case.place, case.why, case.importance_reason)
    yield from (act.opinion for act in case.approval)
    yield from (step.reason for step in case.step_backs)
    for research in case.research:
        yield from (research.findings, research.figures, research.visited, research.team)
    for sitting in case.meetings:
        yield from (sitting.background, sitting.summary)
        for said in sitting.statements:
            yield said.explanation
            yield from [said.text] if said.dissent or said.key else []
    for matter in case.matters:
        yield from _matter_texts(matter)
    if case.minutes:
        yield case.minutes.refusals
        yield from (section.text for section in case.minutes.sections)
        for correction in case.minutes.corrections:
            yield from (correction.reason, *(section.text for section in correction.sections))
    yield case.submission.copy_opinion if case.submission else ""
    yield case.ending.note if case.ending else ""


def _matter_texts(matter):
    yield matter.text
    if matter.decision:
        yield from (matter.decision.opinion, *(part.source for part in matter.decision.money))
    for task in matter.assignments:
        yield from (task.task, task.refusal)
        for report in task.progress:
            yield from (report.text, report.answer, *(photo.caption for photo in report.photos))
    yield from (matter.result.text, matter.result.satisfaction) if matter.result else ()


def _privacy(case, organisation):
    names = private_names(case, organisation)
    for text in public_texts(case):
        yield from (f"names {name}: {text[:30]}" for name in sorted(names) if name in text)


def _stop(case):
    if case.stop_at not in STOPS:
        yield f"unknown stop {case.stop_at}"
        return
    if case.stop_at == "topic_pending" and not case.waiting_at:
        yield "does not say before whom it waits"
    if case.stop_at in ENDS and not case.ending:
        yield "ends without an ending"
    if case.stop_at == "withdrawn":
        return
    if case.reaches("participants") and not case.participants:
        yield "has nobody on the list"
    if case.reaches("minutes_signed") and not (case.minutes and case.minutes.signed):
        yield "has no signed minutes"


def _future(case):
    """Only a planned meeting, and what is told beyond the stop, may still be to come."""
    past = [day for day in _main_days(case) if day is not None and day > 0]
    if past and case.stop_at not in ("meeting_planned", "minutes_draft"):
        yield "has records in the future"


OF_CITY = (_places, _rooms, _members, _accounts)
OF_CASE = (_attendance, _plans, _days, _counts, _tasks, _stop, _future)
OF_CASE_IN_CITY = (_people, _asking, _explanations, _units, _privacy)
