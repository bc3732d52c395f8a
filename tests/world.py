"""Two rooms with a whole case each, for tests that walk every page as everybody: one's own side and the other side."""

from types import SimpleNamespace

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone

from consult.models import (
    CheckpointEntry,
    CommonAnswer,
    CommonTopic,
    Consultation,
    Matter,
    MinutesEdition,
    Submission,
)
from consult.steps import action, entries, submission
from members.enums import RoleCode, UnitKind
from members.models import Attachment, Channel, Draft, Job, Notice, Revision
from reports.models import Document, Volume, WorkbookImport
from rooms import operations
from rooms.models import CalendarDay, PracticeVersion
from rooms.practice import seed_text
from tests import (
    desk_scene,
    minutes_scene,
    plan_scene,
    register_world,
    scenes,
    world_activities,
    world_bulletins,
    world_care,
    world_days,
    world_distribution,
    world_evaluation,
    world_front,
    world_history,
    world_inspections,
    world_library,
    world_people,
    world_periodic,
    world_proposals,
    world_reports,
)
from tests import factories as make
from tests.reports.points import world as points_world


class AskedUnit:
    """The key under which the department of a side stands: the world has units of several kinds."""

    _meta = SimpleNamespace(label="")


# A word of each side that stands nowhere else: where it appears, the side's records were shown.
CANARY = {"own": "松烟墨", "other": "竹青砚"}
PEOPLE = (
    "clerk",
    "convener",
    "second_convener",
    "member",
    "township",
    "township_clerk",
    "other_clerk",
    "other_convener",
    "other_township",
    "leading_office",
    "office",
    "two_bodies",
    "city_committee",
    "dispatcher",
    "department",
    "auditor",
    "admin",
    "security",
    "stranger",
)


# What the pack of the world asks for at the step of its cases, so that every page of a checkpoint is met.
ASKED = """
  [[stage.checkpoint]]
  code = "posting"
  kind = "publicity"
  name = "结果公示"
  days = 3
  mode = "warn"

  [[stage.checkpoint]]
  code = "signing"
  kind = "sign"
  name = "领导签批"
  by = ["township", "township_clerk", "leading_office"]
  mode = "warn"

  [[stage.checkpoint]]
  code = "rating"
  kind = "evaluate"
  name = "评议"
  form = "process-and-effect"
  raters = ["member", "representative"]
  mode = "warn"

  [[stage.checkpoint]]
  code = "filing"
  kind = "approval"
  name = "备案"
  bodies = ["approver"]
  filing = true
  mode = "warn"
"""


def asking() -> PracticeVersion:
    """The pack of the city with checkpoints that people record."""
    text = seed_text("daye").replace('code = "daye"', 'code = "world"', 1)
    at = text.index("[[body]]")
    return operations.load_practice(text[:at] + ASKED + "\n" + text[at:], by=None)


def build() -> SimpleNamespace:
    house = scenes.house()
    house.two_bodies = make.person(RoleCode.LEADING_OFFICE, unit=make.leading_office(), name="柯正清")
    make.grant(house.two_bodies, RoleCode.OFFICE, unit=make.office())
    house.dispatcher = world_reports.dispatcher()
    elsewhere = make.UnitFactory(name="市水务局", short_name="市水务局")
    make.person(RoleCode.DEPARTMENT, unit=elsewhere)
    sides = {
        "own": SimpleNamespace(
            room=house.room,
            clerk=house.clerk,
            convener=house.convener,
            township=house.township,
            department_unit=house.department_unit,
        ),
        "other": SimpleNamespace(
            room=house.other_room,
            clerk=house.other_clerk,
            convener=house.other_convener,
            township=house.other_township,
            department_unit=elsewhere,
        ),
    }
    records = {name: _records(side, CANARY[name]) for name, side in sides.items()}
    day = CalendarDay.objects.create(date="2026-10-08", is_workday=False, name="临时休息")
    common = plan_scene.common(house, rooms=[side.room for side in sides.values()])
    for name, found in records.items():
        found[CommonTopic] = common
        found[CommonAnswer] = common.answers.get(room=sides[name].room)
        found[CalendarDay] = day
        found[PracticeVersion] = make.daye()
    for number, (name, side) in enumerate(sides.items(), start=1):
        gone_up = world_reports.records(side, number, by=house.office)
        records[name] |= {type(row): row for row in gone_up}
        given = world_distribution.sent(gone_up[0], side, by=house.leading_office)
        kept = world_distribution.listed(side, by=house.leading_office)
        records[name] |= {type(given): given, type(kept): kept}
        records[name] |= world_days.records(side, CANARY[name])
        told = world_periodic.records(side, CANARY[name], by=house.leading_office)
        records[name] |= {type(row): row for row in told}
    important = make.consultation(house.room, by=house.clerk, importance="important")
    return SimpleNamespace(house=house, records=records, important=important)


def _records(side, word: str) -> dict:
    """One row of every model, by its class."""
    edition = minutes_scene.signed(side, title=f"{word}小区下水管网改造", place=f"{word}路水泥厂宿舍")
    case = edition.minutes.consultation
    sent = submission.send(case, by=side.convener)
    received = submission.receive(sent, by=side.township)
    found = [case, edition.minutes, edition, *_decided(case, side), received]
    found += [
        case.participant_set.first(),
        case.research_set.first(),
        case.meeting_set.first(),
        case.meeting_set.first().statements.first(),
        *_team(side),
        *_room_has(side),
        *_own(side, word),
        *world_history.history(side, word),
        *world_activities.activities(side, word),
        *register_world.records(side),
        operations.copy_practice(
            make.daye(), region=side.room.unit.region, code="own", name="某地议事法", place="某地", by=side.clerk
        ),
        _file(case.research_set.first(), side.clerk, word),
        _document(edition, side, word),
        _volume(side),
        Revision.objects.filter(event__case_id=case.pk).first(),
    ]
    found += [_entry(case, side, word), *plan_scene.records(side), *points_world.records(side, word)]
    found += world_people.records(side, word)
    found += world_care.records(side)
    found += world_bulletins.records(case, side, word)
    found += world_library.records(case, side, word)
    found += world_inspections.records(side, word)
    matter = next(row for row in found if isinstance(row, Matter))
    found += world_evaluation.records(matter, side, word)
    found += desk_scene.records(side.department_unit)
    found = {type(row): row for row in found} | world_proposals.proposals(side)
    found |= {type(row): row for row in world_front.front(side, word)}
    found[AskedUnit] = side.department_unit
    _plant(case, word)
    return found


def _entry(case, side, word) -> CheckpointEntry:
    """An objection to what was posted; the case goes on by a pack that has such a checkpoint."""
    Consultation.objects.filter(pk=case.pk).update(practice=asking())
    case = Consultation.objects.for_page().get(pk=case.pk)
    told = {"code": "posting", "by": side.clerk, "on": timezone.localdate()}
    entries.record(case, role="posted", text=f"{word}公示栏", **told)
    return entries.record(case, role="objection", text=f"{word}异议", **told)


def _decided(case, side) -> list:
    matter = Matter.objects.for_page().filter(consultation=case, level="township").first()
    plan = action.Plan(responsible=(side.department_unit,), due=None)
    action.decide(
        matter,
        by=side.township,
        adoption="adopt",
        basis="signature",
        basis_on=timezone.localdate(),
        opinion="同意",
        plan=plan,
    )
    matter = Matter.objects.for_page().get(pk=matter.pk)
    return [matter, matter.assignments.first()]


def _room_has(side) -> list:
    """What a room has besides its team; whoever sees the room sees it, so that it holds no word of the side."""
    room = side.room
    return [
        operations.add_budget(room, by=side.clerk, year=2026, source="街道配套", amount=2, spent=1),
        operations.add_service(room, by=side.clerk, name="舒心小屋", starts_on=make.LONG_AGO),
        operations.name_demonstration(room, by=side.clerk, year=2026, decided_by="领导小组"),
        make.UnitFactory(kind=UnitKind.GUIDANCE, region=room.unit.region),
    ]


def _team(side) -> list:
    member = make.posted_member(side.room)
    user = make.person(RoleCode.MEMBER, unit=side.room.unit)
    role = user.roles.get()
    # Whoever holds two roles is met by every page about accounts.
    make.grant(user, RoleCode.OFFICE, unit=make.office())
    return [
        side.room,
        side.room.unit,
        side.room.unit.region,
        member,
        member.postings.get(),
        make.RepresentativeFactory(room=side.room),
        side.room.conveners.get(rank="first"),
        user,
        role,
    ]


def _own(side, word) -> list:
    """What only the clerk of the side has."""
    return [
        Draft.objects.create(user=side.clerk, key="x", label=f"{word}草稿", url="/"),
        Notice.objects.create(user=side.clerk, sentence=f"{word}通知", url="/consultations/"),
        Job.objects.create(kind="reports.export", key=f"walk-{word}", title=f"{word}清单", ordered_by=side.clerk),
        # Whoever sets channels up sees no case, so that its name holds no word of the side.
        Channel.objects.create(region=side.room.unit.region, kind="mail", name="邮件", enabled=True),
        WorkbookImport.objects.create(kind="members", name=f"{word}.xlsx", sha256="0" * 64, uploaded_by=side.clerk),
    ]


def _file(owner, by, word) -> Attachment:
    row = Attachment(name=f"{word}.jpg", media_type="image/jpeg", size=4, sha256="0" * 64, uploaded_by=by, owner=owner)
    row.owner_id = str(owner.pk)
    row.file.save("walk.jpg", ContentFile(word.encode()), save=False)
    row.thumbnail.save("walk.jpg", ContentFile(word.encode()), save=False)
    row.save()
    return row


def _document(edition, side, word) -> Document:
    found = Document.objects.filter(
        object_type=ContentType.objects.get_for_model(MinutesEdition), object_id=str(edition.pk)
    ).first()
    return found or Document.objects.create(
        kind="minutes", object=edition, object_id=str(edition.pk), version="1", title=word, ordered_by=side.clerk
    )


def _volume(side) -> Volume:
    return Volume.objects.create(
        room=side.room, year=2025, edition=1, reference="2025-1", keeping="30 年", ordered_by=side.clerk
    )


def _plant(case, word) -> None:
    """Put the word into every text of the case."""
    texts = {
        "research": ("findings", "place"),
        "participant": ("name", "title"),
        "matter": ("text",),
    }
    for model, names in texts.items():
        rows = getattr(case, f"{model}_set")
        rows.update(**dict.fromkeys(names, word))
    for meeting in case.meeting_set.all():
        meeting.statements.update(text=word)
    apps.get_model("consult", "Topic").objects.filter(pk=case.topic_id).update(why=word, source_note=word)
    Submission.objects.filter(consultation=case).update(opinion=word)
