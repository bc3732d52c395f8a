"""要报、专报: out of the inbox, signed off under the next number, dropped, closed."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from members.models import Event, Notice
from members.operations import start_after
from members.workflow import Refused, Stale
from proposals.models import ReportItem
from proposals.operations import report_sources, reports
from proposals.queries import composing, inbox
from tests import factories as make
from tests.proposals import report_scene as scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(house):
    return scene.dispatch(house)


def told(user) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("sentence", flat=True))


def issue(row, city, **fields):
    signed = {"signed_off_by": "秦岚", "issued_on": timezone.localdate(), "version": row.version}
    return reports.issue(row, by=city.office, **signed | fields)


# ── the inbox ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_matter_waits_until_a_standing_report_holds_it(city):
    row = scene.drafted(city)
    assert inbox.matters_for(city.office).get().is_taken_up
    reports.drop(row, by=city.office, reason="材料不足")
    assert not inbox.matters_for(city.office).get().is_taken_up


def test_the_first_text_says_who_wants_what_where_and_what_the_township_thinks(city):
    matters = scene.matters(city, opinion="请统一改造", place="水泥厂宿舍")
    text = composing.first_text(matters, [])
    assert text["kind"] == "digest"
    assert text["title"] == f"关于{make.TOPIC['title']}的建议"
    for said in (city.room.name, "改造主管 1", "水泥厂宿舍", f"{city.room.approver.short_name}意见：请统一改造"):
        assert said in text["body"]


def test_several_are_numbered_and_information_alone_is_a_report_of_its_own_kind(city):
    matters, told_us = scene.matters(city, 2), scene.information(city)
    assert composing.first_text(matters, [told_us])["body"].count("、") >= 3
    assert composing.first_text([], [told_us])["kind"] == "information"


def test_what_was_not_received_cannot_be_taken_up(city):
    with pytest.raises(Refused, match="还没有接收，请先在收文里接收"):
        scene.drafted(city, sources=scene.matters(city, state="sent"))
    with pytest.raises(Refused, match="还没有收件"):
        scene.drafted(city, sources=[scene.information(city, state="submitted")])


def test_one_matter_is_in_one_standing_report_of_a_kind(city):
    sources = scene.matters(city)
    first = scene.drafted(city, sources=sources)
    with pytest.raises(Refused, match="已经编入《资政建言要报》草稿"):
        scene.drafted(city, sources=sources)
    other = scene.drafted(city, sources=sources, kind="information")
    assert [item.report for item in inbox.also_in(other)] == [first]
    with pytest.raises(Refused, match="有的来源已经编入另一份同类报告"):
        reports.edit(other, by=city.office, version=other.version, kind="digest")
    reports.drop(first, by=city.office, reason="重复")
    assert scene.drafted(city, sources=sources).items.count() == 1


def test_sources_are_added_moved_and_taken_out_while_it_is_a_draft(city):
    row = scene.drafted(city)
    more = [scene.information(city), scene.information(city, title="停车难")]
    report_sources.add_sources(row, by=city.office, proposals=more)
    row.refresh_from_db()
    assert "126 户只有 4 个充电车位" in row.body
    first, second, third = row.items.all()
    report_sources.move_source(third, by=city.office, up=True)
    report_sources.remove_source(first, by=city.office)
    assert list(row.items.all()) == [third, second]
    with pytest.raises(Refused, match="已经在最前或者最后"):
        report_sources.move_source(third, by=city.office, up=True)
    issue(row, city)
    for act in (
        lambda: report_sources.remove_source(second, by=city.office),
        lambda: report_sources.add_sources(row, by=city.office, proposals=[scene.information(city)]),
    ):
        with pytest.raises(Refused, match="已报送，不能再修改"):
            act()


# ── writing and issuing ──────────────────────────────────────────────────────────────────────────────────────────────
def test_the_second_of_two_saves_sees_both_texts(city):
    row = scene.drafted(city)
    reports.edit(row, by=city.office, version=1, title="先存的")
    with pytest.raises(Stale):
        reports.edit(row, by=city.office, version=1, title="后存的")
    with pytest.raises(Stale):
        issue(row, city, version=1)


def test_the_number_goes_on_after_the_papers_of_before(city):
    year = timezone.localdate().year
    start_after(make.office(), "digest", year, 11)
    row = issue(scene.drafted(city), city)
    assert (row.state, row.year, row.number) == ("issued", year, 12)
    assert row.ledger_label == f"《资政建言要报》{year}年第 12 期"
    assert issue(scene.drafted(city, kind="information"), city).number == 1


def test_room_and_township_learn_the_issue_and_the_case_tells_it(city):
    row = scene.drafted(city)
    row = issue(row, city)
    said = f"“改造主管 1”已编入{row.ledger_label}"
    for user in (city.clerk, city.convener, city.township, city.township_clerk):
        assert told(user)[-1] == said
    case = row.items.get().matter.consultation
    event = Event.objects.filter(case_id=case.pk, verb="proposals.issue_report").get()
    assert event.sentence == f"事项 1 已编入{row.ledger_label}"
    assert said not in told(city.other_clerk)


@pytest.mark.parametrize(
    ("fields", "signed", "said"),
    [
        ({"reported_to": ""}, {}, "签发前还要填写：报。"),
        ({}, {"signed_off_by": " "}, "请写明签发人。"),
        ({}, {"issued_on": timezone.localdate() + timedelta(days=1)}, "报送日期不能晚于今天。"),
    ],
)
def test_what_is_missing_is_named_before_a_number_is_drawn(city, fields, signed, said):
    row = scene.drafted(city, **fields)
    with pytest.raises(Refused) as refused:
        issue(row, city, **signed)
    assert str(refused.value) == said
    assert issue(scene.drafted(city), city).number == 1


@time_machine.travel("2026-06-10T10:00+08:00", tick=False)
def test_the_days_of_a_series_follow_its_numbers(city):
    scene.issued(city)
    with pytest.raises(Refused, match="第 1 期是6月10日报送的，这一期的日期不能比它早"):
        issue(scene.drafted(city), city, issued_on=date(2026, 6, 9))


# ── the end ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_report_is_closed_when_no_unit_has_anything_left(city):
    report, _ = scene.in_hand(city)
    with pytest.raises(Refused, match="市住建局的承办还没有办结"):
        reports.close(report, by=city.office, result="已解决")


def test_closing_says_what_became_of_each_source(city):
    row = scene.issued(city, sources=scene.matters(city, 2))
    one, two = row.items.all()
    outcomes = {one.pk: ("solved", "已改造"), two.pk: ("planned", "列入明年")}
    row = reports.close(row, by=city.office, result="一件已解决，一件列入计划", outcomes=outcomes)
    assert row.state == "closed"
    assert list(ReportItem.objects.order_by("pk").values_list("result", flat=True)) == ["solved", "planned"]
    assert told(city.clerk)[-1] == f"“改造主管 2”编入的{row.ledger_label}已经办结"
    with pytest.raises(Refused, match="已办结，不用再办结"):
        reports.close(row, by=city.office, result="再办结")


def test_dropping_and_closing_need_words(city):
    with pytest.raises(Refused, match="不再报送的原因"):
        reports.drop(scene.drafted(city), by=city.office, reason=" ")
    with pytest.raises(Refused, match="请写明办理结果"):
        reports.close(scene.issued(city), by=city.office, result="")


def test_information_under_review_is_adopted_by_going_out_in_a_report(city):
    row = scene.information(city)
    report = issue(scene.drafted(city, sources=[row], kind="information"), city)
    row.refresh_from_db()
    assert (row.state, row.number, row.review_step) == ("filed", 1, "")
    said = row.reviews.get()
    assert (said.outcome, said.paper, said.on) == ("file", report.ledger_label, report.issued_on)


def test_information_that_others_have_still_to_look_at_stays_under_review(city):
    row = scene.information(city, kind="proposal")
    issue(scene.drafted(city, sources=[row], kind="information"), city)
    row.refresh_from_db()
    assert (row.state, row.number, row.reviews.count()) == ("received", None, 0)


def test_information_that_was_adopted_before_is_not_adopted_again(city):
    row = scene.information(city)
    issue(scene.drafted(city, sources=[row], kind="information"), city)
    issue(scene.drafted(city, sources=[row], kind="digest"), city)
    row.refresh_from_db()
    assert (row.number, row.reviews.count()) == (1, 1)
