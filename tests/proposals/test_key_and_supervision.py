"""Key proposals of a year, and who looks after which proposal."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from members.models import Notice
from proposals import operations
from proposals.models import Supervision
from proposals.operations import key_proposals, supervision
from proposals.queries import supervising
from proposals.workflow import Refused
from rooms.models import TimeLimit
from tests import factories as make
from tests import scenes
from tests.proposals.care_scene import filed

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def house():
    make.daye()
    return scenes.house()


def named(house, *rows):
    return key_proposals.name_candidates(rows or [filed(house)], by=house.office, year=2026, why="市委重点工作")


def chosen(house, key, rank=1, **said):
    said = {"chosen_on": TODAY(), "chosen_by": "主席会议", **said}
    return key_proposals.choose_key(key, by=house.office, rank=rank, **said)


def supervised(house, row, **fields):
    fields = {"tier": 2, "mode": "lead", "leader": "柯正清", "starts_on": TODAY(), **fields}
    return supervision.supervise(row, by=house.office, **fields)


def progress_limits(key):
    return TimeLimit.objects.of(key, key_proposals.PROGRESS)


# ── 重点提案 ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_candidate_is_chosen_by_a_body_and_flagged(house):
    [key] = named(house)
    chosen(house, key)
    key.refresh_from_db()
    assert (key.state, key.called, key.proposal.is_key) == ("chosen", "1号提案", True)


def test_a_proposal_stands_on_the_list_of_a_year_once(house):
    row = filed(house)
    named(house, row)
    with pytest.raises(Refused, match="已经在2026年的名单里"):
        named(house, row)


def test_what_has_no_number_is_no_candidate(house):
    row = filed(house, number=None, year=None, filed_at=None, filed_by=None, state="received")
    with pytest.raises(Refused, match="还没有立案"):
        named(house, row)


def test_a_number_of_the_list_stands_for_one_proposal(house):
    first, second = named(house, filed(house), filed(house))
    chosen(house, first)
    with pytest.raises(Refused, match="请换一个序号"):
        chosen(house, second)


def test_nobody_chooses_tomorrow_or_without_a_body(house):
    [key] = named(house)
    with pytest.raises(Refused, match="不能晚于今天"):
        chosen(house, key, chosen_on=TODAY() + timedelta(days=1))
    with pytest.raises(Refused, match="由谁确定"):
        chosen(house, key, chosen_by=" ")


def test_what_is_taken_off_keeps_its_reason_and_loses_the_flag(house):
    [key] = named(house)
    chosen(house, key)
    with pytest.raises(Refused, match="写明原因"):
        key_proposals.unflag(key, by=house.office, reason=" ")
    key_proposals.unflag(key, by=house.office, reason="并入专项规划")
    key.proposal.refresh_from_db()
    assert not key.proposal.is_key
    assert [limit.state for limit in progress_limits(key)] == ["void"]


def test_the_first_proposal_is_reported_on_every_half_month(house):
    [key] = named(house)
    chosen(house, key)
    first = progress_limits(key).get()
    assert first.counted_on == TODAY() + timedelta(days=15)
    key_proposals.report_progress(key, by=house.office, on=TODAY(), text="已现场踏勘")
    assert sorted(progress_limits(key).values_list("state", flat=True)) == ["met", "running"]


def test_what_is_closed_is_reported_on_no_more(house):
    [key] = named(house, filed(house, state="replied"))
    chosen(house, key)
    operations.close_proposal(key.proposal, by=house.office, note="电话征求意见，满意")
    assert [limit.state for limit in progress_limits(key)] == ["void"]


def test_another_key_proposal_has_no_such_day(house):
    [key] = named(house)
    chosen(house, key, rank=2)
    key_proposals.report_progress(key, by=house.office, on=TODAY(), text="已现场踏勘")
    assert not progress_limits(key).exists()


# ── 督办 ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_each_proposal_without_a_supervisor_is_found(house):
    bare, led = filed(house), filed(house)
    supervised(house, led)
    rows = supervising.with_supervision(supervising.supervised_by(house.office))
    assert list(rows.filter(is_supervised=False)) == [bare]


def test_many_get_a_committee_at_once_or_none_does(house):
    rows = [filed(house), filed(house)]
    asked = {"tier": 3, "mode": "divide", "committee": "经济委员会", "starts_on": TODAY()}
    supervision.supervise_together(rows, by=house.office, **asked)
    assert Supervision.objects.count() == 2
    with pytest.raises(Refused, match="已经由同一位领导"):
        supervision.supervise_together([filed(house), rows[0]], by=house.office, **asked)
    assert Supervision.objects.count() == 2


def test_somebody_supervises(house):
    with pytest.raises(Refused, match="督办领导"):
        supervised(house, filed(house), leader="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Supervision.objects.create(
            proposal=filed(house), tier=1, mode="choose", starts_on=TODAY(), entered_by=house.office
        )


def test_a_visit_stands_within_the_supervision(house):
    row = supervised(house, filed(house))
    told = {"way": "talk", "people": "柯正清、邓国梁", "count": 6}
    with pytest.raises(Refused, match="不能早于督办开始"):
        supervision.record_visit(row, by=house.office, on=TODAY() - timedelta(days=1), **told)
    with pytest.raises(Refused, match="下次检查"):
        supervision.record_visit(row, by=house.office, on=TODAY(), next_on=TODAY(), **told)
    supervision.record_visit(row, by=house.office, on=TODAY(), met_proposer=True, **told)
    [first] = [tier for tier in supervising.tiers(house.office, TODAY(), TODAY()) if tier["visits"]]
    assert (first["tier"], first["people"], first["visited"]) == (2, 6, 1)


def test_what_ended_takes_no_visit_until_it_is_taken_up_again(house):
    row = supervised(house, filed(house))
    supervision.end_supervision(row, by=house.office, on=TODAY(), result="已经落实")
    told = {"way": "talk", "people": "柯正清", "count": 1, "on": TODAY()}
    with pytest.raises(Refused, match="已经结束"):
        supervision.record_visit(row, by=house.office, **told)
    supervision.resume_supervision(row, by=house.office)
    assert supervision.record_visit(row, by=house.office, **told)


def test_the_figures_name_their_parts_and_wholes(house):
    met, _ = filed(house), filed(house, state="closed", closed_by=house.office, closed_at=timezone.now())
    row = supervised(house, met)
    told = {"way": "research", "people": "柯正清", "count": 1, "on": TODAY(), "met_proposer": True}
    supervision.record_visit(row, by=house.office, **told)
    found = {each.name: (each.part, each.whole) for each in supervising.figures(house.office, 2026)}
    assert found == {"已安排督办": (1, 2), "面对面沟通": (1, 2), "建议办结": (0, 0), "提案办结": (1, 2)}


def test_whoever_leads_is_told_once_when_the_months_begin(house):
    row = supervised(house, filed(house), unit=house.department_unit, leader="")
    Supervision.objects.filter(pk=row.pk).update(starts_on=date(2026, 3, 2))
    assert supervision.tell_month_begins(date(2026, 7, 31)) == 0
    assert supervision.tell_month_begins(date(2026, 8, 3)) == 1
    assert supervision.tell_month_begins(date(2026, 9, 1)) == 0
    assert Notice.objects.filter(sentence__contains="8月是督办月", user__roles__unit=house.department_unit).exists()


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_lists_and_the_month_cost_the_same_for_many(house, client, django_assert_max_num_queries):
    for at in range(3):
        row = filed(house)
        supervised(house, row, leader=f"第{at}位")
        named(house, row)
    client.force_login(house.office)
    for url in ("/proposals/supervision/", "/proposals/supervision/month/", "/proposals/key/"):
        client.get(url)
        with django_assert_max_num_queries(32):
            assert client.get(url).status_code == 200


def test_those_that_were_ticked_are_supervised_together(house, client):
    rows = [filed(house), filed(house)]
    client.force_login(house.office)
    sent = {"pk": [row.pk for row in rows], "tier": 3, "mode": "divide", "committee": "经济委员会"}
    answer = client.post("/proposals/supervision/new/", {**sent, "starts_on": TODAY().isoformat()})
    assert answer.status_code == 302
    assert [row.supervisions.count() for row in rows] == [1, 1]


def test_the_proposer_sees_who_leads_and_sets_nothing(house, client):
    member = make.posted_member(house.room, name="邓国梁", user=house.member)
    row = supervised(house, filed(house, member=member))
    client.force_login(house.member)
    assert "柯正清" in client.get(row.get_absolute_url()).content.decode()
    assert client.get(f"/supervisions/{row.pk}/end/").status_code == 403
    assert client.get("/proposals/supervision/").status_code == 403
