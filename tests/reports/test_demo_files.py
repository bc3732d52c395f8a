import dataclasses
import io
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from django.db.models import F
from PIL import Image

from consult.enums import Adoption, Basis, Importance, Verdict
from consult.models import (
    ApprovalStep,
    Assignment,
    Consultation,
    Decision,
    Matter,
    Meeting,
    Minutes,
    Money,
    Participant,
    Research,
    Topic,
)
from members.enums import MemberLevel, RegionKind, RoleCode, UnitKind
from members.models import Role
from reports.management import demo
from reports.management.demo import checks
from reports.management.demo.case import STOPS, Photo, Section
from reports.management.demo.city import City
from reports.management.demo.photos import draw
from reports.management.demo.reading import DemoFault, build
from reports.management.demo.scenes import SCENES
from rooms.enums import RoomKind
from rooms.models import Convener, Posting, Representative

PACK = tomllib.loads((Path(__file__).parents[2] / "rooms/practices/daye.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def told():
    return demo.load()


@pytest.fixture(scope="module")
def cases(told):
    return {case.slug: case for case in told.cases}


def walk(value):
    """Every object below a case, and every text."""
    if dataclasses.is_dataclass(value):
        yield value
        for field in dataclasses.fields(value):
            yield from walk(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from walk(item)
    elif isinstance(value, str):
        yield value


def of(cases, cls):
    return [item for case in cases for item in walk(case) if isinstance(item, cls)]


def codes(section):
    return {entry["code"] for entry in section}


def test_the_files_have_no_fault(told):
    assert checks.faults(told.organisation, told.cases) == []


def test_there_are_enough_cases_rooms_and_people(told):
    city = told.organisation
    assert len(told.cases) >= 24
    assert len(city.rooms) >= 8
    assert len([region for region in city.regions if region.kind == RegionKind.TOWNSHIP]) == 4
    assert 38 <= len(city.members) <= 60
    assert {member.level for member in city.members} == set(MemberLevel.values)
    assert {RoomKind.TOWNSHIP, RoomKind.VILLAGE, RoomKind.ENTERPRISE, RoomKind.SECTOR, RoomKind.STUDIO} <= {
        room.kind for room in city.rooms
    }


def test_kinds_are_those_of_the_models(told):
    city = told.organisation
    assert {region.kind for region in city.regions} <= set(RegionKind.values)
    assert {unit.kind for unit in city.units} <= set(UnitKind.values)
    assert {room.kind for room in city.rooms} <= set(RoomKind.values)


def test_every_role_has_an_account_named_like_it(told):
    accounts = {account.username: account for account in told.organisation.accounts}
    for code in RoleCode.values:
        assert f"{code}@" in " ".join(accounts[code].roles)
    assert len(accounts) == len(told.organisation.accounts)


def test_the_first_case_adds_up(cases):
    case = cases["01-cement-estate-drains"]
    assert (case.title, case.stop_at) == ("水泥厂宿舍小区下水管网改造", "minutes_draft")
    assert len(case.participants) == 16
    assert len(case.meetings[0].statements) == 47
    assert len(case.participants) - len(case.meetings[0].leave) == 14
    assert sum(research.count for research in case.research) == 42
    assert [part.amount for part in case.matters[1].decision.money] == [40, 40, 6]
    assert case.matters[1].opinions == {"agree": 12, "disagree": 1, "reserve": 1}
    assert case.matters[2].units_day > 0


@pytest.mark.django_db
def test_nobody_works_in_a_room_before_it_opened(told):
    City(told.organisation, password="Qingshan-4417-bridge").write()
    for people in (Posting, Convener, Representative):
        assert people.objects.exists()
        assert not people.objects.filter(starts_on__lt=F("room__opened_on")).exists()
    assert not Role.objects.filter(starts_on__lt=F("unit__room__opened_on")).exists()


def test_every_state_and_every_ending_occurs(told):
    stops = {case.stop_at for case in told.cases}
    assert stops == set(STOPS)
    waiting = {(case.waiting_at, case.importance) for case in told.cases if case.stop_at == "topic_pending"}
    assert waiting >= {("approver", "ordinary"), ("approver", "important"), ("city_committee", "important")}
    assert "leading_office" in {body for body, _ in waiting}
    verdicts = {act.verdict for case in told.cases for act in case.approval}
    assert verdicts == {"approve", "return", "reject", "merge", "raise"}
    important = [case for case in told.cases if case.importance == Importance.IMPORTANT]
    assert [case.slug for case in important if case.reaches("participants")]


def test_every_special_course_occurs(told):
    cases = told.cases
    tasks = [(case, task) for case in cases for matter in case.matters for task in matter.assignments]
    assert [case.slug for case in cases if case.joint]
    assert [case.slug for case in cases if case.backfill_reason]
    assert [case.slug for case in cases if len(case.meetings) > 1]
    assert [case.slug for case in cases if case.step_backs]
    assert [case.slug for case in cases if case.minutes and case.minutes.corrections]
    assert [case.slug for case in cases if any(sitting.key_points_only for sitting in case.meetings)]
    assert [task for _, task in tasks if task.asked]
    assert [task for _, task in tasks if task.refused is not None]
    running = [task for case, task in tasks if case.stop_at == "matters_running"]
    assert [task for task in running if task.due is not None and task.due < 0 and task.closed is None]
    assert [task for task in running if task.closed is not None]
    assert [
        case for case in cases if case.stop_at == "matters_running" and any(m.level == "city" for m in case.matters)
    ]
    assert [case for case in cases if case.minutes and case.minutes.refusals]


def test_closed_matters_end_in_every_way(told):
    matters = [matter for case in told.cases for matter in case.matters]
    assert {matter.result.outcome for matter in matters if matter.result} == {"solved", "explained", "partly"}
    assert {matter.result.outcome for matter in matters if matter.result} <= codes(PACK["outcome"])
    assert [matter for matter in matters if matter.decision and matter.decision.adoption == Adoption.DECLINE]
    for case in told.cases:
        if case.stop_at == "closed":
            assert all(matter.result or matter.decision.adoption == Adoption.DECLINE for matter in case.matters)


def test_a_backfilled_case_has_its_paper(told):
    assert all(bool(case.scan) == bool(case.backfill_reason) for case in told.cases)


def test_edited_parts_are_parts_of_the_minutes(told):
    keys = {section.key for section in of(told.cases, Section)}
    assert keys <= {"opening", "background", "research", "discussion", "dissent", "basis"}


def test_codes_are_those_of_the_practice(told):
    sources, modes = codes(PACK["topic_source"]), codes(PACK["meeting"]["mode"])
    categories, bodies = codes(PACK["participants"]["category"]), codes(PACK["body"])
    opinions = codes(PACK["meeting"]["opinions"]["label"])
    for case in told.cases:
        assert case.source in sources
        assert {sitting.mode for sitting in case.meetings} <= modes
        assert {person.category for person in case.participants} <= categories
        assert {act.body for act in case.approval} | {case.waiting_at or "approver"} <= bodies
        assert {act.verdict for act in case.approval} <= set(Verdict.values)
        assert {act.basis for act in case.approval} <= set(Basis.values)
        for matter in case.matters:
            assert set(matter.opinions) <= opinions
            if matter.decision:
                assert matter.decision.adoption in Adoption.values
                assert {part.state for part in matter.decision.money} <= set(Money.State.values)


def test_meetings_have_as_many_statements_as_their_kind_wants(told):
    for case in told.cases:
        for sitting in case.meetings:
            if sitting.key_points_only:
                assert 3 <= len(sitting.statements) <= 10
                assert all(said.key for said in sitting.statements)
            elif sitting.day <= 0:
                assert 6 <= len(sitting.statements) <= 60


LENGTHS = [
    ("title", Topic, "title"),
    ("source_note", Topic, "source_note"),
    ("place", Topic, "place"),
    ("why", Topic, "why"),
    ("importance_reason", Consultation, "importance_reason"),
    ("backfill_reason", Consultation, "backfill_reason"),
]


@pytest.mark.parametrize(("name", "model", "column"), LENGTHS)
def test_texts_of_the_case_fit_their_fields(told, name, model, column):
    longest = model._meta.get_field(column).max_length
    assert [case.slug for case in told.cases if len(getattr(case, name)) > longest] == []


def test_texts_of_the_records_fit_their_fields(told):
    fields = {
        "ApprovalAct": (ApprovalStep, {"opinion": "opinion", "basis_note": "basis_note"}),
        "Person": (Participant, {"name": "name", "title": "title"}),
        "Research": (Research, {"place": "place", "team": "team", "visited": "visited", "unit": "visited_unit"}),
        "Sitting": (Meeting, {"place": "place", "background": "background", "summary": "summary"}),
        "MatterData": (Matter, {"text": "text", "due": "suggested_due", "legal_basis": "legal_basis"}),
        "DecisionData": (Decision, {"opinion": "opinion", "basis_note": "basis_note", "due_note": "due_note"}),
        "MoneyPart": (Money, {"source": "source"}),
        "Task": (Assignment, {"task": "task", "refusal": "refusal_reason"}),
        "Result": (Matter, {"text": "outcome", "satisfaction": "satisfaction"}),
        "MinutesData": (Minutes, {"refusals": "refusals"}),
        "Correction": (Minutes, {"reason": "correction_reason"}),
    }
    for item in of(told.cases, object):
        model, columns = fields.get(type(item).__name__, (None, {}))
        for name, column in columns.items():
            assert len(getattr(item, name)) <= model._meta.get_field(column).max_length, getattr(item, name)


def test_what_binds_absent_people_is_only_suggested(told):
    for case in told.cases:
        for matter in case.matters:
            if "共同决定" in matter.text or "讨论决定" in matter.text:
                assert "建议" in matter.text
                assert "依法由" in matter.text


def test_laws_are_named_without_article_numbers(told):
    for text in of(told.cases, str):
        assert not re.search(r"》[^。]{0,4}第[一二三四五六七八九十百\d]+条", text), text


def test_telephone_numbers_are_nobodys(told):
    assert re.fullmatch(r"1380000\d{4}", demo.phone_of("周敏"))
    assert demo.phone_of("周敏") == demo.phone_of("周敏")


def test_days_and_years_in_texts_follow_the_calendar(told):
    assert demo.spoken("{-47}接访", date(2026, 9, 21)) == "8月5日接访"
    assert demo.spoken("{+120}前", date(2026, 9, 21)) == "2027年1月19日前"
    assert demo.spoken("{year}、{year+1} 年", date(2026, 9, 21)) == "2026、2027 年"
    assert [text for text in of(told.cases, str) if "{" in demo.spoken(text, date(2026, 9, 21))] == []


def test_a_private_name_in_a_sent_text_is_found(told, cases):
    case = cases["01-cement-estate-drains"]
    named = dataclasses.replace(case, title="吴德胜家的下水管")
    assert checks.faults(told.organisation, (named,)) == ["01-cement-estate-drains: names 吴德胜: 吴德胜家的下水管"]


def test_an_unknown_key_says_where_it_stands():
    with pytest.raises(DemoFault, match=r"x.toml: unknown key colour"):
        build(Photo, {"kind": "lamp", "caption": "灯", "colour": "red"}, where="x.toml")


def test_a_missing_key_and_a_wrong_type_say_where_they_are():
    with pytest.raises(DemoFault, match=r"x.toml: missing key caption"):
        build(Photo, {"kind": "lamp"}, where="x.toml")
    with pytest.raises(DemoFault, match=r"x.toml.seed: expected int, got True"):
        build(Photo, {"kind": "lamp", "caption": "灯", "seed": True}, where="x.toml")


def test_every_photo_has_a_scene_and_a_caption(told):
    photos = of(told.cases, Photo)
    assert len(photos) >= 60
    assert {photo.kind for photo in photos} == set(SCENES)
    assert all(photo.caption for photo in photos)
    assert len({(photo.kind, photo.seed) for photo in photos}) == len(photos)


@pytest.mark.parametrize("kind", ["drain", "market"])
def test_a_photo_is_drawn_the_same_every_time(kind):
    first = draw(kind, seed=1, night=True)
    assert first == draw(kind, seed=1, night=True)
    assert first != draw(kind, seed=2, night=True)
    assert Image.open(io.BytesIO(first)).size == (1600, 1200)
