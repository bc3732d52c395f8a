"""Play one case of the demonstration through the verbs that the pages call: step 1 to the fixed list and research."""

from django.core.files.base import ContentFile
from django.utils import timezone

from consult.enums import Attendance, PersonKind
from consult.models import Consultation
from consult.steps import approval, case, joining, participants, research, topic
from members.operations import files
from reports.management.demo import phone_of, photos, spoken
from reports.management.demo.clock import Clock
from rooms import practice
from rooms.models import Convener, Representative

ATTENDANCE = {"leave": Attendance.LEAVE, "observers": Attendance.OBSERVER, "listeners": Attendance.LISTENER}


class Story:
    """One case with its room, its people and its clock."""

    def __init__(self, data, city, clock: Clock, played: dict):
        self.data, self.city, self.clock, self.played = data, city, clock, played
        self.room = city.rooms[data.room]
        room = city.data.room_by_code[data.room]
        self.convener = city.person(room.first.name)
        self.second = city.person(room.second.name) if room.second else None
        self.case: Consultation | None = None
        self.seats = {}

    @property
    def today(self):
        return timezone.localdate(self.clock.now)

    def told(self, text: str) -> str:
        return spoken(text, self.today)

    def day(self, offset):
        return None if offset is None else self.today + timezone.timedelta(days=offset)

    def pictures(self, specs, *, by) -> list[int]:
        return [self._picture(spec, by=by).pk for spec in specs]

    def _picture(self, spec, *, by):
        content = photos.draw(spec.kind, seed=spec.seed, night=spec.night)
        file = ContentFile(content, name=f"{self.told(spec.caption)}.jpg")
        return files.upload(file, by=by, kind="photo")

    def scan(self, name: str, *, by) -> int:
        file = ContentFile(photos.draw("paper"), name=f"{name}.jpg")
        return files.upload(file, by=by, kind="scan").pk

    def again(self) -> Consultation:
        self.case = Consultation.objects.for_page().get(pk=self.case.pk)
        return self.case


def tell_beginning(story: Story):
    """Step 1 up to where the file stops."""
    data, city = story.data, story.city
    yield story.clock.at(data.day)
    by = city.person(data.proposed_by)
    story.case = topic.begin(
        story.room,
        by=by,
        title=data.title,
        source=data.source,
        source_note=story.told(data.source_note),
        region=city.regions[data.region] if data.region else story.room.unit.region,
        place=data.place,
        topic_class=data.topic_class or practice.for_room(story.room).class_of(data.title),
        why=story.told(data.why).strip(),
        importance=data.importance,
        importance_reason=story.told(data.importance_reason),
        backfill_reason=data.backfill_reason,
        backfilled_on=timezone.localdate() if data.backfill_reason else None,
        attachments=story.pictures(data.photos, by=by),
    )
    story.played[data.slug] = story.case
    for code in data.joint:
        joining.join_room(story.case, room=city.rooms[code], by=story.convener)
    yield from _tell_approval(story)


def _tell_approval(story: Story):
    acts = list(story.data.approval)
    for day in story.data.submitted:
        yield story.clock.at(day, "15:10")
        approval.submit(story.again(), by=story.convener)
        while acts:
            act = acts.pop(0)
            yield story.clock.at(act.day, "10:40")
            _decide(story, act)
            if act.verdict == "return":
                break


def _decide(story: Story, act) -> None:
    case_now, by = story.again(), story.city.person(act.by)
    step = case_now.approval.steps.get(is_open=True)
    if act.verdict == "raise" and act.verdict not in step.may:
        approval.raise_outside(case_now, by=by, reason=story.told(act.opinion))
        return
    approval.decide(
        case_now,
        by=by,
        step_id=step.pk,
        verdict=act.verdict,
        opinion=story.told(act.opinion),
        basis=act.basis,
        basis_note=act.basis_note,
        basis_on=timezone.localdate(),
        into=story.played.get(act.into),
    )


def tell_preparation(story: Story):
    """Steps 2 and 3: the list, and the field work before the first meeting."""
    data = story.data
    if not data.participants or not data.reaches("participants"):
        return
    fixed = data.fixed
    yield story.clock.at(fixed if fixed is not None else data.approval[-1].day + 1, "09:30")
    staff = story.city.person(data.proposed_by)
    for person in data.participants:
        _add(story, person, by=staff)
    if fixed is None:
        return
    participants.fix(story.again(), by=story.convener)
    story.seats = {person.name: person for person in story.case.participant_set.standing()}


def _add(story: Story, person, *, by) -> None:
    given = {"title": person.title, "phone": phone_of(person.name), "kind": PersonKind.TYPED}
    if person.unit:
        unit = story.city.data.unit_by_code[person.unit]
        given |= {"unit": story.city.units[person.unit], "kind": PersonKind.UNIT}
        given["title"] = person.title or unit.contact_title
    if person.category == "member" and person.name in story.city.members:
        member = story.city.members[person.name]
        given |= {"member": member, "kind": PersonKind.MEMBER, "title": person.title or member.employer[:80]}
    if person.category == "convener":
        convener = Convener.objects.get(room=story.room, user__name=person.name)
        given |= {"convener": convener, "kind": PersonKind.CONVENER, "title": person.title or convener.title}
    representative = Representative.objects.filter(room=story.room, name=person.name).first()
    if representative and person.category.endswith("representative"):
        given |= {"representative": representative, "kind": PersonKind.REPRESENTATIVE}
        given["title"] = person.title or representative.title
    participants.add(story.again(), by=by, category=person.category, name=person.name, **given)


def tell_research(story: Story, records):
    for each in records:
        yield story.clock.at(each.until if each.until is not None else each.day, "17:20")
        by = story.city.person(each.by)
        research.record(
            story.again(),
            by=by,
            attachments=story.pictures(each.photos, by=by),
            on=story.day(each.day),
            until=story.day(each.until),
            place=each.place,
            team=each.team,
            visited=each.visited,
            visited_count=each.count,
            visited_unit=each.unit,
            findings=story.told(each.findings).strip(),
            figures=story.told(each.figures),
        )


def step_back(story: Story, back) -> None:
    case.send_back(story.again(), stage=back.to, by=story.city.person(back.by), reason=story.told(back.reason))
