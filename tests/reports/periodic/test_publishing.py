"""A published report is frozen: data that change leave it as it is, and only a correction takes its place."""

from datetime import date

import pytest

from members.models import Event, Job, NumberSeries, Revision, Unit
from members.workflow import Refused, Stale
from reports import facts
from reports.enums import PeriodicState
from reports.facts.periodic import differences
from reports.models import PeriodicReport
from reports.operations import distribution, highlights, periodic
from reports.workflow import PERIODIC
from rooms.models import Activity
from tests.reports.periodic.scene import figure, house, made, of_city, of_room, received
from tests.rooms.activity_scene import recorded

__all__ = ["house"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def report(house):
    received(house, date(2026, 3, 6), 6)
    return of_city(made(house))


def publish(report, house):
    return periodic.publish(report, by=house.leading_office, version=report.version)


def again(report) -> PeriodicReport:
    return PeriodicReport.objects.for_page().get(pk=report.pk)


def test_typed_text_is_kept_with_what_it_was(report, house):
    told = {"opening": "全市联络室工作有序开展。", "problems": report.problems}
    edited = periodic.edit(report, by=house.leading_office, version=1, **told)
    assert (edited.opening, edited.version) == ("全市联络室工作有序开展。", 2)
    event = Event.objects.get(verb="reports.edit_periodic")
    assert list(Revision.objects.filter(event=event).values_list("field", flat=True)) == ["opening"]
    with pytest.raises(Stale):
        periodic.edit(report, by=house.second_office, version=1, opening="另一个人写的。")
    assert again(report).opening == "全市联络室工作有序开展。"


def test_counting_anew_keeps_what_was_typed_and_renews_the_rest(report, house):
    periodic.edit(report, by=house.leading_office, version=1, problems="个别联络室登记不及时。")
    received(house, date(2026, 3, 7), 4)
    renewed = periodic.recount(again(report), by=house.leading_office, version=2)
    assert figure(renewed, "reception") == (10, None, 10)
    assert renewed.problems == "个别联络室登记不及时。"
    assert "接访群众10人次" in renewed.opening


def test_publishing_freezes_with_a_checksum(report, house):
    done = publish(report, house)
    assert (done.state, done.published_by, done.sha256) == ("published", house.leading_office, again(report).checksum)
    for act in (
        lambda: periodic.edit(done, by=house.leading_office, version=done.version, opening="改写"),
        lambda: periodic.recount(done, by=house.leading_office, version=done.version),
        lambda: publish(done, house),
    ):
        with pytest.raises(Refused, match="已经发布，不能再改"):
            act()


def test_a_changed_letter_is_another_checksum(report, house):
    publish(report, house)
    PeriodicReport.objects.filter(pk=report.pk).update(opening="改过的文字")
    row = again(report)
    assert not row.is_intact


def test_data_that_change_leave_the_report_and_are_told(report, house):
    publish(report, house)
    assert differences(again(report)) == []
    received(house, date(2026, 3, 9), 4)
    facts.catch_up()
    row = again(report)
    assert figure(row, "reception") == (6, None, 6)
    assert [(each.name, each.then, each.now) for each in differences(row)] == [("接访群众", 6, 10)]
    assert row.is_intact


def test_what_comes_after_the_span_is_no_difference(report, house):
    publish(report, house)
    received(house, date(2026, 4, 9), 4)
    facts.catch_up()
    assert differences(again(report)) == []


def test_a_report_without_its_main_text_is_not_published(report, house):
    periodic.edit(report, by=house.leading_office, version=1, opening="")
    with pytest.raises(Refused, match="总体情况还没有写"):
        publish(again(report), house)


def test_a_correction_takes_the_place_of_what_it_corrects(report, house):
    first = publish(report, house)
    received(house, date(2026, 3, 9), 4)
    draft = periodic.correct(first, by=house.leading_office, reason="接访补登")
    assert (draft.correction, draft.reason, draft.state) == (1, "接访补登", "draft")
    assert figure(draft, "reception") == (10, None, 10)
    assert "接访群众10人次" in draft.opening
    assert again(first).state == "published"
    with pytest.raises(Refused, match="更正稿已经起草"):
        periodic.correct(first, by=house.leading_office, reason="又一次")
    done = publish(again(draft), house)
    assert (done.state, str(done)) == ("published", f"{first.title}（更正1）")
    assert again(first).state == "replaced"
    assert figure(again(first), "reception") == (6, None, 6)
    with pytest.raises(Refused, match="没有更正过的可以更正"):
        periodic.correct(again(first), by=house.leading_office, reason="再来")
    # Nobody is sent, or asked to sign for, what does not hold any more.
    sent = {"sender": first.office, "by": house.leading_office}
    with pytest.raises(Refused, match="请分发更正后的一份"):
        distribution.distribute(again(first), [first.office], **sent)
    with pytest.raises(Refused, match="不用再催收"):
        distribution.remind(again(first), **sent)


def test_a_correction_keeps_what_somebody_wrote(report, house):
    periodic.edit(report, by=house.leading_office, version=1, highlights="甲室补登接访记录。")
    first = publish(again(report), house)
    received(house, date(2026, 3, 9), 4)
    draft = periodic.correct(first, by=house.leading_office, reason="接访补登")
    assert draft.highlights == "甲室补登接访记录。"
    assert draft.opening == draft.content["words"]["opening"] != first.opening


def test_an_office_that_takes_another_name_changes_no_checksum(report, house):
    done = publish(report, house)
    Unit.objects.filter(pk=done.office_id).update(name="改了名称的办公室")
    assert again(report).is_intact


def test_a_correction_begun_by_mistake_is_dropped_and_may_be_begun_again(report, house):
    first = publish(report, house)
    draft = periodic.correct(first, by=house.leading_office, reason="看错了")
    assert periodic.drop_correction(draft, by=house.leading_office) == first
    assert list(PeriodicReport.objects.filter(corrects=first)) == []
    assert Event.objects.get(verb="reports.drop_correction").object_id == str(first.pk)
    assert periodic.correct(again(first), by=house.leading_office, reason="接访补登").correction == 1


def test_only_a_correction_that_is_a_draft_is_dropped(report, house):
    with pytest.raises(Refused, match="只有更正稿可以撤销"):
        periodic.drop_correction(report, by=house.leading_office)
    first = publish(report, house)
    done = publish(periodic.correct(first, by=house.leading_office, reason="接访补登"), house)
    with pytest.raises(Refused, match="已经发布"):
        periodic.drop_correction(done, by=house.leading_office)


def test_what_was_closed_to_others_since_is_not_published(house):
    activity = recorded(house.room, by=house.clerk, kind="reception", amount=6, on=date(2026, 3, 6), what="接待群众")
    highlights.mark(activity, by=house.clerk, sentence="接访六人次，件件有回音。", on=activity.on)
    row = made(house)
    Activity.objects.filter(pk=activity.pk).update(is_confidential=True)
    with pytest.raises(Refused, match="已经撤下或改写"):
        publish(of_city(row), house)
    with pytest.raises(Refused, match="已经撤下或改写"):
        periodic.publish_round(row, by=house.leading_office)
    renewed = periodic.recount(of_city(row), by=house.leading_office, version=1)
    assert "件件有回音" not in renewed.highlights
    assert publish(renewed, house).state == "published"


def test_a_draft_is_edited_and_not_corrected(report, house):
    with pytest.raises(Refused, match="只有已经发布"):
        periodic.correct(report, by=house.leading_office, reason="有误")


def test_a_circular_gets_its_number_when_it_is_issued(house):
    received(house, date(2026, 3, 6), 6)
    draft = of_city(made(house, "2026-Q1", "circular"))
    assert (draft.issue, draft.opening.splitlines()[0]) == ("", "现将2026年第一季度“协商在一线”工作情况通报如下。")
    done = publish(draft, house)
    year = done.published_at.year
    assert (done.year, done.number) == (year, 1)
    assert NumberSeries.objects.get(kind="circular").last == 1
    assert Job.objects.filter(key=f"circular:{done.pk}:1", kind="reports.render").count() == 1
    corrected = periodic.correct(done, by=house.leading_office, reason="数字有误")
    assert publish(again(corrected), house).number == 1
    assert NumberSeries.objects.get(kind="circular").last == 1


def test_a_round_is_published_together(house):
    received(house, date(2026, 3, 6), 6)
    row = made(house)
    assert periodic.publish_round(row, by=house.leading_office) == 4
    states = dict(PeriodicReport.objects.values_list("pk", "state"))
    assert sorted(states.values()) == ["draft", *["published"] * 4]
    mine = of_room(row, house.room)
    assert mine.is_intact
    with pytest.raises(Refused, match="都已经发布"):
        periodic.publish_round(row, by=house.leading_office)


def test_a_round_that_is_still_made_is_not_published(house):
    row = made(house)
    row.finished_at = None
    row.save(update_fields=["finished_at"])
    with pytest.raises(Refused, match="还在生成"):
        periodic.publish_round(row, by=house.leading_office)


def test_the_table_of_states():
    allowed = {(one, other) for one, others in PERIODIC.items() for other in others}
    assert allowed == {
        (PeriodicState.DRAFT, PeriodicState.PUBLISHED),
        (PeriodicState.PUBLISHED, PeriodicState.REPLACED),
    }
