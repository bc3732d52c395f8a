"""Figures follow the ledger, and are the same as if everything were counted anew."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consult.enums import EntryRole
from consult.models import CheckpointEntry
from consult.steps import discussion, participants, research, topic, waiver
from members.operations import edit_member, order
from proposals.enums import ProposalMode
from reports import facts, tasks
from reports.facts import following, months
from reports.models import CaseReach, FactsPosition, MemberMonth, RegionMonth, RoomMonth, RoomStay, UnitMonth
from rooms.enums import Measure
from rooms.operations import follow_practice, load_practice
from rooms.practice import counting
from rooms.practice.definitions import DEFINITIONS
from rooms.practice.reading import seed_text
from tests import factories as make
from tests import minutes_scene

pytestmark = pytest.mark.django_db


def kept() -> dict:
    """All facts as they stand."""
    return {
        kind: set(table.objects.values_list(kind, "month", "measure", "part", "n"))
        for kind, table in months.TABLES.items()
    }


def of_room(room) -> dict:
    rows = RoomMonth.objects.filter(room=room).values_list("measure", "n")
    totals = {}
    for measure, n in rows:
        totals[measure] = totals.get(measure, 0) + n
    return totals


def test_each_measure_has_one_function_and_one_definition():
    recorded = set(Measure.values) - {Measure.UNMET_CATEGORIES}
    assert set(facts.COUNTED) == recorded
    assert DEFINITIONS.keys() == set(Measure.values)
    assert [code for code, each in facts.COUNTED.items() if each.rows.__name__ != code] == []
    assert {code: (tuple(each.over), tuple(each.where)) for code, each in facts.COUNTED.items()} == {
        code: (DEFINITIONS[code].over, DEFINITIONS[code].where) for code in facts.COUNTED
    }


def test_proposals_are_narrowed_by_who_puts_them_forward():
    assert dict(ProposalMode.choices) == counting.PROPOSED_BY


def test_what_is_written_down_for_checkpoints_counts_by_its_kind(house):
    assert dict(EntryRole.choices) == counting.ENTRIES
    case = make.at_research(house.room, clerk=house.clerk, convener=house.convener, township=house.township)
    waiver.waive(case, code="research", by=house.leading_office, reason="河堤出现险情")
    today = timezone.localdate()
    CheckpointEntry.objects.create(
        consultation=case, stage="research", code="x", role="posted", on=today, made_by=house.clerk
    )
    facts.catch_up()
    rows = RoomMonth.objects.filter(room=house.room, measure__in=["entries", "waivers"])
    assert set(rows.values_list("measure", "part", "n")) == {("entries", "|entry=posted|", 1), ("waivers", "", 1)}
    waiver.revoke(case, code="research", by=house.leading_office, reason="险情已经排除")
    facts.catch_up()
    assert not rows.filter(measure="waivers").exists()


def test_a_signed_case_is_counted_once_for_its_room(house):
    minutes_scene.signed(house)
    facts.catch_up()
    assert of_room(house.room) == {
        "topics_approved": 1,
        "consultations_begun": 1,
        "consultations": 1,
        "steps_done": 4,
        "participants": 6,
        "research_records": 1,
        "people_visited": 42,
        "meetings": 1,
        "invitations": 6,
        "attendances": 5,
        "statements": 4,
        "replies": 1,
        "dissents": 1,
        "unexplained_dissents": 1,
        "minutes": 1,
        "matters": 2,
        "open_matters": 2,
        "unsent_city_matters": 1,
    }
    parts = RoomMonth.objects.filter(room=house.room, measure__in=["meetings", "matters"])
    assert set(parts.values_list("measure", "part", "n")) == {
        ("meetings", "|form=bench|", 1),
        ("matters", "|level=township|class=|", 1),
        ("matters", "|level=city|class=|", 1),
    }
    assert of_room(house.other_room) == {}
    unit = UnitMonth.objects.filter(unit=house.department_unit).values_list("measure", "n")
    assert set(unit) == {("participants", 1), ("invitations", 1), ("attendances", 1), ("statements", 2), ("replies", 1)}


def acts(house):
    """A way through the six steps, yielding after each act; a member is on the list and then taken off it."""
    member = make.posted_member(house.room)
    case = make.at_participants(house.room, clerk=house.clerk, convener=house.convener, township=house.township)
    yield
    person = participants.add(case, by=house.clerk, category="member", name=member.name, member=member)
    for category, name, title in make.RESIDENTS:
        participants.add(case, by=house.clerk, category=category, name=name, title=title)
    participants.fix(case, by=house.convener)
    yield
    case.refresh_from_db()
    today = timezone.localdate()
    done = research.record(
        case, by=house.clerk, on=today - timedelta(days=40), place="3 栋", team="驻室委员", findings="主管堵塞"
    )
    yield
    research.edit(done, by=house.clerk, version=done.version, on=today)
    yield
    case.refresh_from_db()
    research.finish(case, by=house.clerk)
    case.refresh_from_db()
    now = timezone.now()
    held = discussion.backfill(
        case,
        by=house.clerk,
        started_at=now - timedelta(days=35),
        ended_at=now - timedelta(days=35) + timedelta(hours=1),
        mode="bench",
        place="3 栋",
        chair=person,
        recorder=house.clerk,
    )
    discussion.seat(held, by=house.clerk, attendance={person.pk: "present"})
    yield
    minutes_scene.say(held, member.name, "主管口径偏小", by=house.clerk)
    discussion.end(held, by=house.clerk, outcome="continue")
    yield
    discussion.reopen(held, by=house.clerk, reason="补一条发言")
    yield


def test_following_the_ledger_gives_what_counting_anew_gives(house):
    figures = []
    for _ in acts(house):
        assert facts.compare() == {"room": [], "member": [], "unit": [], "region": []}
        figures.append(MemberMonth.objects.count())
    assert figures == [0, 1, 1, 1, 1, 4, 1]


def test_following_all_at_once_gives_the_same(house):
    list(acts(house))
    facts.catch_up()
    followed, reach = kept(), list(CaseReach.objects.order_by("pk").values())
    facts.rebuild()
    assert (kept(), list(CaseReach.objects.order_by("pk").values())) == (
        followed,
        reach,
    )


def test_only_what_an_act_touched_is_counted_again(house):
    """A second case elsewhere is left as it is: its facts are spoilt by hand, and stay so."""
    minutes_scene.signed(house)
    facts.catch_up()
    RoomMonth.objects.filter(room=house.room, measure="statements").update(n=99)
    make.consultation(house.other_room, by=house.other_clerk)
    facts.catch_up()
    assert of_room(house.room)["statements"] == 99 * 2
    assert of_room(house.other_room) == {"consultations_begun": 1}


def test_a_topic_without_a_room_counts_for_the_member_who_proposed_it(house):
    member = make.posted_member(house.room, user=house.member)
    make.daye()
    topic.propose(by=house.member, region=house.room.unit.region, **make.TOPIC)
    facts.catch_up()
    assert set(MemberMonth.objects.values_list("member", "measure", "n")) == {(member.pk, "topics", 1)}
    edit_member(member, by=house.leading_office, user=None, version=member.version)
    facts.catch_up()
    assert not MemberMonth.objects.exists()


def test_following_costs_the_same_however_much_there_is_elsewhere(house):
    def cost() -> int:
        make.consultation(house.room, by=house.clerk)
        with CaptureQueriesContext(connection) as captured:
            facts.catch_up()
        return len(captured)

    cost()
    first = cost()
    for _ in range(3):
        make.consultation(house.other_room, by=house.other_clerk)
    facts.catch_up()
    assert cost() == first


def test_the_command_rebuilds_and_proves_that_nothing_differs(house, capsys):
    make.consultation(house.room, by=house.clerk)
    call_command("facts", "--compare")
    call_command("facts", "--rebuild")
    call_command("facts")
    told = capsys.readouterr().out.splitlines()
    assert [line.partition("（")[0] for line in told] == [
        "统计和记录一致",
        "room 1 行，member 0 行，unit 0 行，region 2 行，reach 1 行",
        "跟进 0 条台账",
    ]


def test_a_figure_that_differs_from_its_records_is_named_and_fails(house, capsys):
    make.consultation(house.room, by=house.clerk)
    facts.catch_up()
    RoomMonth.objects.update(n=7)
    with pytest.raises(CommandError, match="有 3 处统计和记录不一致"):
        call_command("facts", "--compare")
    first, *regions = capsys.readouterr().err.splitlines()
    assert first.endswith("consultations_begun|importance=ordinary|class=|：现存 7，应为 1")
    # The township and the city are sums of the rooms as they are kept.
    assert [line.split()[0] for line in regions] == ["region", "region"]


def test_a_room_that_is_kept_where_it_does_not_lie_is_named(house, capsys):
    make.consultation(house.room, by=house.clerk)
    facts.catch_up()
    RoomStay.objects.filter(region=house.city).delete()
    with pytest.raises(CommandError, match="有 2 处统计和记录不一致"):
        call_command("facts", "--compare")
    assert f"region {house.room.pk} {timezone.localdate():%Y-%m} room_stays：现存 0，应为 1" in capsys.readouterr().err


def test_what_came_to_the_same_is_not_written_again(house):
    case = make.consultation(house.room, by=house.clerk)
    facts.catch_up()
    kept = [set(table.objects.values_list("pk", "n")) for table in (RoomMonth, RegionMonth)]
    following.recount("case", [case.pk])
    assert [set(table.objects.values_list("pk", "n")) for table in (RoomMonth, RegionMonth)] == kept


def test_a_periodic_job_lets_the_figures_follow(house, settings):
    make.consultation(house.room, by=house.clerk)
    job = order("reports.count", key="reports.count:1")
    tasks.count(job.pk)
    job.refresh_from_db()
    assert (job.result["followed"] > 0, FactsPosition.objects.count(), settings.PERIODIC_JOBS["reports.count"]) == (
        True,
        2,
        60,
    )


def test_the_page_of_figures_fits_the_measures():
    call_command("figures_page", "--check")


def test_one_job_follows_so_many_acts_and_leaves_the_rest(house, monkeypatch):
    monkeypatch.setattr("reports.facts.following.BATCH", 1)
    make.consultation(house.room, by=house.clerk)
    assert (facts.is_behind(), facts.catch_up(most=1), facts.is_behind()) == (True, 1, True)
    assert (facts.catch_up() > 0, facts.is_behind()) == (True, False)


def test_a_release_that_counts_something_new_counts_everything_once(house):
    minutes_scene.signed(house)
    facts.catch_up()
    whole = kept()
    RoomMonth.objects.all().delete()
    assert (facts.catch_up(), kept()["room"]) == (0, set())
    FactsPosition.objects.update(measures="those of before")
    assert facts.is_behind()
    assert (facts.catch_up(), kept()) == (0, whole)
    RoomMonth.objects.all().delete()
    assert (facts.catch_up(), kept()["room"]) == (0, set())


def test_changing_over_to_another_method_changes_no_figure_of_the_past(house):
    minutes_scene.signed(house)
    facts.rebuild()
    before = kept()
    version = load_practice(seed_text("bozhou"), by=None)
    follow_practice(make.city(), version=version, starts_on=timezone.localdate(), by=None)
    facts.catch_up()
    followed = kept()
    facts.rebuild()
    assert (before, before) == (followed, kept())
    assert before["room"] != set()
