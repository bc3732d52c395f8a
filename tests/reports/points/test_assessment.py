"""The yearly assessment over all subjects: what is counted, tried, published, compared and settled."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consult.models import Meeting
from consult.steps import joining
from members.enums import RoleCode
from members.models import Notice
from members.workflow import Refused
from proposals.models import LevelAdoption
from proposals.operations import adoptions
from reports import facts
from reports.facts import subjects
from reports.facts.points import counted, parts, result_of, results, rounds_near, rounds_of
from reports.facts.points.frozen import difference, is_intact
from reports.facts.points.trial import choices, trial
from reports.models import PointsResult, PointsYear
from reports.operations import points
from rooms.models import Activity, Posting, Room
from tests import factories as make
from tests.proposals.report_scene import information
from tests.reports.points import scene

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year
TODAY = timezone.localdate()


def scheme(subject, *items, head="", grades="") -> str:
    told = "".join(f"\n[[scheme.item]]\n{item}\n" for item in items)
    return f'\n[[scheme]]\ncode = "x"\nname = "考核"\nsubject = "{subject}"\n{head}\n{told}{grades}'


EACH = 'name = "活动"\nmeasure = "activities"\npoints = 5'
AVERAGE = 'name = "平均活动"\nmeasure = "activities"\npoints = 5\nper_head = "room"'
BY_HAND = 'name = "创新"\nmanual = true\npoints = 5\nevidence = true'


def the_round(year=YEAR):
    [found] = rounds_near([make.city().path], year)
    return found


def done(room, by, times, on=TODAY):
    for _ in range(times):
        Activity.objects.create(room=room, kind="visit", on=on, what="走访住户", created_by=by, amount=3)


def by_name(found):
    return {each.name: each.total for each in found}


def subject(kind, key):
    near = subjects.GROUPS[kind]([make.city().path])
    return next(each for each in near if each.key == key)


def test_a_township_sums_its_rooms_or_averages_them(house):
    more = make.RoomFactory(township=house.room.unit.region, approver=house.room.approver)
    done(house.room, house.clerk, 3)
    done(more, house.clerk, 1)
    scene.follow(scheme("township", EACH, AVERAGE))
    facts.rebuild()
    found = {each.name: [line.points for line in each.lines] for each in results(the_round())}
    assert found == {house.room.unit.region.name: [20, 10], house.other_room.unit.region.name: [0, 0]}


def test_a_committee_sums_its_members_and_is_known_by_its_name(house):
    scene.follow(scheme("committee", EACH, 'name = "人均"\nmeasure = "activities"\npoints = 4\nper_head = "member"'))
    first, second = (make.posted_member(house.room, name=name, committee="提案委") for name in ("甲", "乙"))
    make.posted_member(house.room, name="丙", committee="文史委")
    scene.active(first, house.room, house.clerk, 2, on=TODAY)
    scene.active(second, house.room, house.clerk, 1, on=TODAY)
    facts.rebuild()
    found = {each.key: (each.total, each.place) for each in results(the_round())}
    assert found == {"提案委": (21, 1), "文史委": (0, 2)}
    points.publish(the_round(), by=house.leading_office)
    first.committee = "文史委"
    first.save(update_fields=["committee"])
    assert {each.key: each.total for each in results(the_round())} == {"提案委": 21, "文史委": 0}


def test_the_facts_and_the_records_come_to_the_same_for_every_subject(house):
    done(house.room, house.clerk, 3)
    for kind in ("township", "room"):
        scene.follow(scheme(kind, EACH), starts_on=TODAY if kind == "room" else scene.date(2020, 1, 1))
        facts.rebuild()
        a_round = the_round()
        for each in counted(a_round):
            about = subjects.of_room(Room.objects.get(pk=each.pk)) if kind == "room" else subject("township", each.key)
            assert result_of(a_round, about).lines == each.lines


JOINT = 'name = "协商"\nmeasure = "consultations"\npoints = 6\njoint = "{0}"{1}'


@pytest.mark.parametrize(
    ("how", "lead", "helps"),
    [("full", 6, 6), ("part", 6, Decimal("2.4")), ("equal", 3, 3)],
)
def test_a_joint_consultation_is_shared_as_the_scheme_says(house, how, lead, helps):
    share = "\njoint_share = 0.4" if how == "part" else ""
    scene.follow(scheme("room", JOINT.format(how, share)))
    case = make.consultation(house.room, by=house.clerk)
    joining.join_room(case, room=house.other_room, by=house.convener)
    Meeting.objects.create(
        consultation=case,
        number=1,
        state="ended",
        planned_at=timezone.now(),
        recorder=house.clerk,
        started_at=timezone.now(),
        ended_at=timezone.now(),
    )
    facts.rebuild()
    a_round = the_round()
    assert by_name(results(a_round)) == {house.room.name: lead, house.other_room.name: helps}
    assert not any(facts.compare().values())
    for room in (house.room, house.other_room):
        about = subjects.of_room(room)
        counted_rows = [
            rows.count() for _, found in parts(a_round.scheme.items[0], a_round, about) for _, rows in found
        ]
        assert sum(counted_rows) == 1
        assert result_of(a_round, about).total == (lead if room == house.room else helps)


LEVELS = [
    f'name = "{name}"\nmeasure = "information_levels"\nwhere = {{ adopted = "{level}" }}\npoints = {worth}'
    for name, level, worth in (("全国", "nation", 10), ("省", "province", 5), ("市", "prefecture", 2))
]


def test_of_one_piece_of_information_the_highest_level_counts(house):
    scene.follow(scheme("room", *LEVELS))
    row, other = information(house), information(house, title="路灯不亮")
    facts.rebuild()
    for level, organ in (("prefecture", "黄石市政协"), ("province", "省政协"), ("prefecture", "黄石市委")):
        adoptions.record(row, by=house.office, level=level, organ=organ, on=TODAY)
    adoptions.record(other, by=house.office, level="prefecture", organ="黄石市政协", on=TODAY)
    facts.catch_up()
    [mine, _] = results(the_round())
    assert [line.points for line in mine.lines] == [0, 5, 2]
    adoptions.remove(LevelAdoption.objects.get(level="province"), by=house.office, reason="记错")
    facts.catch_up()
    [mine, _] = results(the_round())
    assert [line.points for line in mine.lines] == [0, 0, 4]
    assert not any(facts.compare().values())


def test_what_asks_for_evidence_takes_no_mark_without(house):
    scene.follow(scheme("township", EACH, BY_HAND))
    about, given = subject("township", house.room.unit.region_id), {"item": 2, "on": TODAY, "basis": "推广到全市"}
    with pytest.raises(Refused, match="要有佐证"):
        points.mark(the_round(), about, by=house.leading_office, **given)
    made = points.mark(the_round(), about, by=house.leading_office, link="https://example.org/1", **given)
    assert (made.township, made.link) == (house.room.unit.region, "https://example.org/1")
    facts.rebuild()
    assert result_of(the_round(), about).total == 5


def test_no_township_marks_itself(house):
    scene.follow(scheme("township", BY_HAND))
    about = subject("township", house.room.unit.region_id)
    with pytest.raises(Refused, match="不由您评分"):
        points.mark(the_round(), about, by=house.township, item=1, on=TODAY, basis="自评", link="https://example.org/1")


CLASSES = '\n[[scheme.class]]\nname = "本级"\nof = ["county"]\n[[scheme.class]]\nname = "上级"\nof = ["province"]\n'
TOP = '\n[[scheme.grade]]\nname = "优秀"\ntop = 1\n'


def test_classes_are_placed_apart(house):
    scene.follow(scheme("member", EACH, head="apart = true", grades=CLASSES + TOP))
    for name, level, times in (("甲", "county", 3), ("乙", "county", 2), ("丙", "province", 1)):
        member = make.posted_member(house.room, name=name, level=level)
        scene.active(member, house.room, house.clerk, times, on=TODAY)
    facts.rebuild()
    found = {each.name: (each.class_name, each.place, each.grade) for each in results(the_round())}
    assert found == {"甲": ("本级", 1, "优秀"), "乙": ("本级", 2, ""), "丙": ("上级", 1, "优秀")}


AT_HOME = """name = "参加活动"
measure = "activities"
points = 10
at = 3
per = "reached"
classes = ["领导干部委员", "一般委员"]"""
FROM_AWAY = AT_HOME.replace("参加", "回来参加").replace("at = 3", "at = 1").replace("领导干部委员", "驻外委员")
FROM_AWAY = FROM_AWAY.replace(', "一般委员"', "")
KINDS = "".join(
    f'\n[[scheme.class]]\nname = "{name}"\nof = ["{kind}"]\nminimum = {minimum}\n'
    for name, kind, minimum in (("领导干部委员", "leader", 20), ("一般委员", "ordinary", 10), ("驻外委员", "away", 5))
)


def test_other_kinds_of_members_are_asked_for_more_or_less(house):
    """差异化: the same two activities are too few for one and enough for another."""
    scene.follow(scheme("member", AT_HOME, FROM_AWAY, grades=KINDS))
    for name, kind, times in (("甲", "leader", 3), ("乙", "ordinary", 2), ("丙", "away", 1), ("丁", "", 9)):
        member = make.posted_member(house.room, name=name, kind=kind)
        scene.active(member, house.room, house.clerk, times, on=TODAY)
    facts.rebuild()
    found = {each.name: (each.class_name, each.total, each.is_below) for each in results(the_round())}
    assert found == {
        "甲": ("领导干部委员", 10, True),
        "乙": ("一般委员", 0, True),
        "丙": ("驻外委员", 10, False),
        "丁": ("", 0, False),
    }


def test_who_has_nothing_to_be_counted_takes_no_part_where_the_scheme_says_so(house):
    done(house.room, house.clerk, 1)
    scene.follow(scheme("room", EACH, head="only_active = true"))
    facts.rebuild()
    assert list(by_name(results(the_round()))) == [house.room.name]


# ── a trial ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def tried(house):
    """Last year by activities alone; since this year the place follows a scheme by deeds."""
    old = TODAY.replace(year=YEAR - 1, month=6, day=1)
    done(house.room, house.clerk, 3, on=old)
    Activity.objects.create(room=house.other_room, kind="deed", on=old, what="修路灯", created_by=house.clerk, amount=4)
    scene.follow(scheme("room", EACH))
    facts.rebuild()
    points.publish(the_round(YEAR - 1), by=house.leading_office)
    deeds = EACH.replace("activities", "deeds")
    scene.follow(scheme("room", deeds, grades=TOP), starts_on=TODAY.replace(month=1, day=1))
    return house


def test_a_scheme_is_tried_on_last_year_beside_what_the_year_gave(tried):
    a_round = the_round(YEAR - 1)
    [current] = choices(tried.leading_office, a_round)
    found = trial(a_round, current)
    told = {each.any.name: (each.was.total, each.now.total, each.places_moved, each.now.grade) for each in found.rows}
    assert told == {tried.room.name: (15, 0, -1, ""), tried.other_room.name: (5, 20, 1, "优秀")}
    assert (found.moved, found.regraded) == (2, 1)


def test_a_trial_writes_nothing(tried, client):
    before = (PointsYear.objects.count(), list(PointsResult.objects.values_list("total", "place", "grade")))
    client.force_login(tried.leading_office)
    page = client.get(f"/points/rounds/{make.city().pk}/x/{YEAR - 1}/trial/")
    assert page.status_code == 200
    assert "试算，不保存、不公布" in page.content.decode()
    assert before == (PointsYear.objects.count(), list(PointsResult.objects.values_list("total", "place", "grade")))


def test_a_township_tries_nothing(tried, client):
    client.force_login(tried.township)
    assert client.get(f"/points/rounds/{make.city().pk}/x/{YEAR - 1}/trial/").status_code in (403, 404)


# ── publishing, comparing, settling ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def published(house):
    scene.follow(scheme("room", EACH, grades=TOP))
    done(house.room, house.clerk, 3)
    facts.rebuild()
    house.year = points.publish(the_round(), by=house.leading_office)
    return house


def test_what_is_published_stays_and_the_difference_is_shown(published, client):
    assert is_intact(published.year)
    done(published.other_room, published.clerk, 4)
    facts.rebuild()
    a_round = the_round()
    assert by_name(results(a_round)) == {published.room.name: 15, published.other_room.name: 0}
    found = {each.any.name: (each.was.total, each.now.total) for each in difference(a_round, results(a_round))}
    assert found == {published.room.name: (15, 15), published.other_room.name: (0, 20)}
    client.force_login(published.auditor)
    page = client.get(f"/points/rounds/{make.city().pk}/x/{YEAR}/difference/").content.decode()
    assert "内容和校验码一致" in page
    assert published.year.checksum in page


def test_whoever_changes_a_result_by_hand_is_found_out(published):
    PointsResult.objects.filter(place=1).update(total=99)
    assert not is_intact(published.year)


def test_and_so_is_whoever_changes_what_was_frozen(published):
    row = PointsResult.objects.get(place=1)
    PointsResult.objects.filter(pk=row.pk).update(total=99, frozen={**row.frozen, "total": "99"})
    assert not is_intact(published.year)


def test_a_correction_keeps_what_was_published_and_its_day(published):
    about, a_round = subjects.of_room(published.other_room), the_round()
    made = points.appeal(a_round, about, by=published.other_convener, item=1, text="少记 1 次")
    points.answer(made, about, by=published.leading_office, is_upheld=True, text="属实", correction=Decimal(20))
    row = PointsResult.objects.get(room=published.other_room)
    assert (row.total, row.frozen["total"], row.corrected_at is None) == (20, "0", False)
    assert is_intact(published.year)


def test_whoever_convenes_a_room_is_told_of_its_result(published):
    told = Notice.objects.filter(sentence__endswith="结果已公布")
    assert {each.user for each in told} == {published.convener, published.second_convener, published.other_convener}


def test_a_year_is_settled_once_appeals_are_over(published, monkeypatch):
    with pytest.raises(Refused, match="期满以后才能定案"):
        points.settle(published.year, by=published.leading_office)
    about = subjects.of_room(published.room)
    made = points.appeal(the_round(), about, by=published.convener, text="少记")
    later = timezone.now() - timedelta(days=60)
    PointsYear.objects.update(published_at=later)
    with pytest.raises(Refused, match="还有 1 件申诉没有答复"):
        points.settle(published.year, by=published.leading_office)
    points.withdraw(made, by=published.convener)
    settled = points.settle(published.year, by=published.leading_office)
    assert (settled.state, settled.settled_by) == ("settled", published.leading_office)
    with pytest.raises(Refused):
        points.reopen(PointsYear.objects.get(), by=published.leading_office, reason="再算一次")
    with pytest.raises(Refused, match="已经定案"):
        points.appeal(the_round(), about, by=published.convener, text="少记")


def test_an_open_year_is_not_settled(house):
    scene.follow(scheme("room", EACH))
    row = points.begin(the_round(), by=house.leading_office)
    with pytest.raises(Refused, match="还没有公布"):
        points.settle(row, by=house.leading_office)


# ── who sees and appeals ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_township_reads_its_own_account_and_no_other(house, client):
    scene.follow(scheme("township", EACH))
    client.force_login(house.township)
    assert client.get(f"/points/township/{house.room.unit.region_id}/").status_code == 200
    assert client.get(f"/points/township/{house.other_room.unit.region_id}/").status_code == 404
    assert client.get("/me/points/")["Location"] == f"/points/township/{house.room.unit.region_id}/"
    page = client.get(f"/points/rounds/{make.city().pk}/x/{YEAR}/").content.decode()
    assert house.room.unit.region.name in page
    assert house.other_room.unit.region.name not in page


def test_a_unit_reads_its_own_account_and_appeals(house, client):
    unit = house.department_unit
    scene.follow(scheme("unit", 'name = "承办"\nmeasure = "handlings"\npoints = 5'))
    client.force_login(house.department)
    assert client.get(f"/points/unit/{unit.pk}/").status_code == 200
    other = make.UnitFactory(name="市水利局")
    assert client.get(f"/points/unit/{other.pk}/").status_code == 404
    sent = client.post(f"/points/unit/{unit.pk}/{YEAR}/x/appeal/", {"item": 0, "text": "漏记一件"})
    assert sent.status_code == 302
    assert client.get(sent["Location"]).status_code == 200
    client.force_login(house.township)
    assert client.get(sent["Location"]).status_code == 404


def test_a_township_appeals_for_itself(house):
    scene.follow(scheme("township", EACH))
    about, user = subject("township", house.room.unit.region_id), house.township
    from_itself = rounds_of(about, YEAR)[0]
    made = points.appeal(from_itself, about, by=user, text="少记")
    assert made.township == house.room.unit.region
    assert list(type(made).objects.visible_to(user)) == [made]
    assert list(type(made).objects.visible_to(house.other_township)) == []


# ── many subjects ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_many_rooms_take_no_more_queries_than_two(house):
    make.posted_member(house.room)
    version = scene.load_practice(scene.seed_text("daye"), by=None)
    scene.follow_practice(make.city(), version=version, starts_on=scene.date(2020, 1, 1), by=None)
    facts.rebuild()
    rounds = {each.kind: each for each in rounds_near([make.city().path], YEAR)}

    def count(kind):
        with CaptureQueriesContext(connection) as queries:
            found = results(replace(rounds[kind]))
        return len(queries), len(found)

    few = {kind: count(kind) for kind in ("room", "township", "member")}
    for _ in range(30):
        room = make.RoomFactory()
        Posting.objects.create(member=make.MemberFactory(), room=room, starts_on=scene.date(2020, 1, 1))
    many = {kind: count(kind) for kind in few}
    assert {kind: n for kind, (n, _) in many.items()} == {kind: n for kind, (n, _) in few.items()}
    assert many["room"][1] == few["room"][1] + 30
    assert many["township"][1] == few["township"][1] + 30
    assert max(n for n, _ in many.values()) <= 24


def test_a_grant_to_several_places_leads_to_a_choice(house, client):
    scene.follow(scheme("room", EACH))
    make.grant(house.clerk, RoleCode.CLERK, unit=house.other_room.unit)
    client.force_login(house.clerk)
    page = client.get("/me/points/").content.decode()
    assert house.room.name in page
    assert house.other_room.name in page
