"""历史协商: what the old papers say, and where the numbering of minutes goes on."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from consult.models import PastConsultation, PastMatter
from consult.steps import past
from consult.workflow import Refused, Stale
from members.enums import RoleCode
from members.models import Event
from members.operations import draw_number, peek_number
from tests import factories as make
from tests import minutes_scene, scenes

pytestmark = pytest.mark.django_db

MATTERS = [
    {"text": "疏通 3 栋门前管道", "outcome": "done", "closed_on": date(2025, 6, 20)},
    {"text": "加装路灯", "outcome": "open"},
]


@pytest.fixture
def house():
    return scenes.house()


def recorded(house, **changed):
    fields = {
        "title": "公园停车",
        "held_on": date(2025, 5, 8),
        "minutes_year": 2025,
        "minutes_number": 7,
        "source": "2025年度台账第 3 页",
        "matters": MATTERS,
        **changed,
    }
    return past.record(house.room, by=house.clerk, **fields)


def test_a_past_consultation_keeps_its_number_its_matters_and_its_source(house):
    row = recorded(house)
    assert (row.number_words, row.source) == ("〔2025〕第 7 期", "2025年度台账第 3 页")
    assert [(each.number, each.outcome) for each in row.matters.all()] == [(1, "done"), (2, "open")]


def test_its_act_stands_in_the_ledger_without_the_typed_title(house):
    row = recorded(house)
    event = Event.objects.get(verb="consult.edit_past", object_id=str(row.pk))
    assert event.sentence == f"登记{house.room.unit.short_name}2025年5月8日的历史协商，事项 2 件"


def test_the_next_minutes_of_that_year_bear_the_number_after_it(house):
    recorded(house)
    assert draw_number(house.room.unit, "minutes", 2025) == 8
    assert draw_number(house.room.unit, "minutes", 2026) == 1


def test_a_lower_number_entered_later_does_not_turn_the_numbering_back(house):
    recorded(house)
    recorded(house, title="小区门禁", minutes_number=3)
    assert peek_number(house.room.unit, "minutes", 2025) == 7


def test_without_a_number_the_numbering_is_left_alone(house):
    recorded(house, minutes_year=None, minutes_number=None)
    assert peek_number(house.room.unit, "minutes", 2025) == 0


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"held_on": date.max}, "日期不能晚于今天"),
        ({"title": "公园停车", "minutes_number": 8}, "已经登记过同一天、同一议题"),
        ({"title": "小区门禁"}, "2025 年第 7 期纪要已经登记在另一件"),
    ],
)
def test_what_the_papers_cannot_say_is_refused(house, changed, said):
    recorded(house)
    with pytest.raises(Refused, match=said):
        recorded(house, **changed)
    assert PastConsultation.objects.count() == 1


def test_a_number_that_the_system_gave_is_refused(house):
    edition = minutes_scene.signed(house)
    with pytest.raises(Refused, match="已经由系统编号"):
        recorded(house, minutes_year=edition.minutes.year, minutes_number=edition.minutes.number)


def test_correcting_keeps_what_was_there_before_in_the_ledger(house):
    row = recorded(house)
    told = {"title": "湖滨公园停车", "held_on": row.held_on, "source": row.source}
    row = past.edit(row, by=house.clerk, version=1, **told)
    event = Event.objects.filter(verb="consult.edit_past").latest("pk")
    assert (row.title, row.version) == ("湖滨公园停车", 2)
    assert [(each.old, each.new) for each in event.revisions.all()] == [("公园停车", "湖滨公园停车")]


def test_two_who_correct_at_once_do_not_overwrite_each_other(house):
    row = recorded(house)
    told = {"held_on": row.held_on, "source": row.source}
    past.edit(row, by=house.clerk, version=1, title="湖滨公园停车", **told)
    with pytest.raises(Stale):
        past.edit(row, by=house.convener, version=1, title="湖滨停车", **told)


def test_what_came_of_an_open_matter_is_written_down_later(house):
    matter = recorded(house).matters.get(number=2)
    past.edit_matter(matter, by=house.clerk, version=1, outcome="partly", closed_on=date(2026, 1, 9))
    assert PastMatter.objects.filter(outcome="partly", closed_on=date(2026, 1, 9)).count() == 1


def test_a_matter_is_not_finished_before_it_was_agreed_on(house):
    row, early = recorded(house), {"text": "清运垃圾", "outcome": "done", "closed_on": date(2025, 5, 7)}
    with pytest.raises(Refused, match="不能早于协商日期（2025年5月8日）"):
        past.add_matter(row, by=house.clerk, **early)
    with pytest.raises(Refused, match="不能早于协商日期"):
        past.edit(row, by=house.clerk, version=row.version, held_on=date(2025, 7, 1), title=row.title)


def test_a_finished_matter_has_a_day_and_an_open_one_has_none(house):
    row = recorded(house)
    for broken in ({"outcome": "done", "closed_on": None}, {"outcome": "open", "closed_on": date(2025, 6, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PastMatter.objects.create(past=row, number=9, text="x", **broken)


def test_what_was_taken_out_leaves_the_list_and_frees_its_number(house):
    row = past.remove(recorded(house), by=house.clerk, reason="登记重复")
    assert not PastConsultation.objects.standing().exists()
    with pytest.raises(Refused, match="已经移出"):
        past.add_matter(row, by=house.clerk, text="x", outcome="open")
    assert recorded(house).minutes_number == 7


def test_the_numbering_of_minutes_can_be_set_to_go_on_after_the_paper(house):
    year = timezone.localdate().year
    office = make.person(RoleCode.LEADING_OFFICE, unit=make.leading_office())
    assert past.start_minutes(house.room, by=office, year=year, last=12, reason="纸质登记簿") == 13
    assert draw_number(house.room.unit, "minutes", year) == 13
    with pytest.raises(Refused, match="已经编到第 13 期"):
        past.start_minutes(house.room, by=office, year=year, last=13, reason="纸质登记簿")


def test_a_room_sees_its_own_history_and_not_that_of_another(house):
    row = recorded(house)
    other = make.person(RoleCode.CLERK, unit=house.other_room.unit)
    office = make.person(RoleCode.LEADING_OFFICE, unit=make.leading_office())
    admin = make.person(RoleCode.ADMIN, region=make.city())
    seen = {user.pk: list(PastConsultation.objects.visible_to(user)) for user in (house.clerk, other, office, admin)}
    assert seen == {house.clerk.pk: [row], other.pk: [], office.pk: [row], admin.pk: []}


def test_a_day_to_come_is_no_history(house):
    with pytest.raises(Refused, match="补录协商"):
        recorded(house, held_on=timezone.localdate() + timedelta(days=1))


def test_rooms_that_share_a_series_share_its_numbers(house, monkeypatch):
    neighbour = make.RoomFactory(approver=house.room.approver)
    monkeypatch.setattr(past, "_series_of", lambda room: room.approver)
    recorded(house)
    fields = {"title": "小区门禁", "held_on": date(2025, 5, 9), "source": "台账"}
    with pytest.raises(Refused, match="已经登记在另一件"):
        past.record(neighbour, by=house.clerk, minutes_year=2025, minutes_number=7, **fields)
    assert past.record(neighbour, by=house.clerk, minutes_year=2025, minutes_number=8, **fields).minutes_number == 8
