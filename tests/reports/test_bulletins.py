"""工作简报: composed of what rooms sent in and what was marked, numbered, frozen, sent round."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from members.models import Job, Notice
from members.operations import peek_number
from members.workflow import Refused, Stale, advance
from proposals.operations import record_publication
from reports.documents.plain_text import expected_text
from reports.documents.serials import bulletin_paper
from reports.enums import BulletinState
from reports.models import Bulletin, Distribution
from reports.operations import bulletin_items, bulletins, of_issued
from reports.operations.bulletin_paper import paper_of
from reports.workflow import BULLETIN
from rooms.models import Activity
from tests import factories as make
from tests.reports import bulletin_scene as scene

pytestmark = pytest.mark.django_db


def headings(bulletin) -> list[str]:
    return list(bulletin.items.values_list("heading", flat=True))


@pytest.mark.parametrize(("before", "after"), list(product(BulletinState, BulletinState)))
def test_a_state_moves_along_the_table_alone(house, before, after):
    row = scene.drafted(house)
    numbered = {"year": 2026, "number": 7, "issued_on": date(2026, 3, 2)}
    Bulletin.objects.filter(pk=row.pk).update(state=before, **(numbered if before == "published" else {}))
    row.refresh_from_db()
    with transaction.atomic():
        if after in BULLETIN[before]:
            fields = numbered if after == "published" else {}
            assert advance(row, BULLETIN, after, by=house.leading_office, **fields).state == after
        else:
            with pytest.raises(Refused):
                advance(row, BULLETIN, after, by=house.leading_office)


def test_it_is_composed_of_contributions_highlights_and_cases(house):
    bulletin, row, mark = scene.drafted(house), scene.sent(house), scene.marked(house)
    case = make.consultation(house.room, by=house.clerk)
    chosen = {"contributions": [row], "highlights": [mark], "cases": [case]}
    bulletin_items.take_up(bulletin, by=house.leading_office, **chosen)
    assert headings(bulletin) == ["六步议事见成效", "把冷饮送到环卫工人手里", case.title[:60]]
    assert bulletin.items.get(position=1).text == row.text
    row.refresh_from_db()
    assert row.state == "picked"
    with pytest.raises(Refused, match="已经编入这一期"):
        bulletin_items.take_up(bulletin, by=house.leading_office, highlights=[mark])
    with pytest.raises(Refused, match="这一步已经办过"):
        bulletin_items.take_up(scene.drafted(house), by=house.leading_office, contributions=[row])


def test_pieces_change_places_and_keep_the_words_of_the_office(house):
    bulletin = scene.drafted(house)
    first, second, third = (scene.written(house, bulletin, heading=name) for name in "甲乙丙")
    bulletin_items.move(third, by=house.leading_office, up=True)
    bulletin_items.move(first, by=house.leading_office, up=True)
    assert headings(bulletin) == ["甲", "丙", "乙"]
    bulletin_items.move(first, by=house.leading_office, up=False)
    assert headings(bulletin) == ["丙", "甲", "乙"]
    bulletin_items.edit(second, by=house.leading_office, heading="乙改", text="改过。", version=second.version)
    with pytest.raises(Stale):
        bulletin_items.edit(second, by=house.leading_office, heading="再改", text="又改。", version=second.version)
    bulletin_items.take_out(first, by=house.leading_office)
    assert headings(bulletin) == ["丙", "乙改"]


def test_what_is_taken_out_or_given_up_waits_again(house):
    bulletin, row = scene.drafted(house), scene.sent(house)
    item = bulletin_items.take_up(bulletin, by=house.leading_office, contributions=[row])[0]
    bulletin_items.take_out(item, by=house.leading_office)
    row.refresh_from_db()
    assert (row.state, row.judged_by) == ("sent", None)
    bulletin_items.take_up(bulletin, by=house.leading_office, contributions=[row])
    bulletins.drop(bulletin, by=house.leading_office, reason="本月不出")
    row.refresh_from_db()
    assert row.state == "sent"
    assert bulletin_items.take_up(scene.drafted(house), by=house.leading_office, contributions=[row])


def test_issuing_numbers_freezes_and_tells_the_rooms(house):
    bulletin, row = scene.drafted(house, lead="本期刊发两篇。"), scene.sent(house)
    item = bulletin_items.take_up(bulletin, by=house.leading_office, contributions=[row])[0]
    bulletin = scene.issued(house, bulletin)
    year = timezone.localdate().year
    assert (bulletin.issue, str(bulletin)) == (f"{year}年第 1 期", f"《工作简报》{year}年第 1 期")
    row.refresh_from_db()
    assert (row.state, row.judged_at) == ("adopted", bulletin.issued_at)
    assert (
        Notice.objects.get(user=house.clerk).sentence == f"投稿已采用，刊于《工作简报》{year}年第 1 期：六步议事见成效"
    )
    frozen = dict(bulletin.paper)
    for act in (
        lambda: bulletins.edit(bulletin, by=house.leading_office, title="改", version=bulletin.version),
        lambda: bulletin_items.edit(item, by=house.leading_office, heading="改", text="改", version=item.version),
        lambda: bulletin_items.take_out(item, by=house.leading_office),
        lambda: bulletins.drop(bulletin, by=house.leading_office, reason="改"),
    ):
        with pytest.raises(Refused, match="这一期已印发，不能再修改"):
            act()
    # Whatever becomes of the records, the paper says what was issued.
    bulletin.items.update(text="后来改的")
    assert paper_of(Bulletin.objects.get(pk=bulletin.pk)) == frozen
    job = Job.objects.get(key=f"bulletin:{bulletin.pk}:1")
    document = of_issued("bulletin", bulletin)
    assert (document.job, document.is_official, document.content["paper"]) == (job, True, frozen)


def test_the_paper_has_parts_with_their_rooms_and_an_imprint(house):
    bulletin = scene.drafted(house, lead="编者有话。", sent_to="各联络室", copies=60)
    bulletin_items.take_up(bulletin, by=house.leading_office, contributions=[scene.sent(house)])
    paper = bulletin_paper(paper_of(bulletin))
    assert (paper.mark, paper.number, paper.sections[0].heading) == ("工作简报", "（未编号）", "六步议事见成效")
    said = [block.text for block in paper.sections[0].blocks]
    assert said == ["白杨社区把协商桌搬到小区。", f"（{house.room.name}供稿）"]
    assert [(row.label, row.text) for row in paper.imprint.recipients] == [("报", "市委、市政府"), ("送", "各联络室")]
    text = "".join(expected_text(paper).split())
    for words in ("编者按：", "编者有话。", "共印60份", "六步议事见成效"):
        assert words in text


def test_numbers_go_on_after_those_on_paper(house):
    office, year = make.leading_office(), timezone.localdate().year
    record_publication(
        office,
        by=house.leading_office,
        kind="bulletin",
        title="旧简报",
        issued_on=date(year, 1, 5),
        year=year,
        number=19,
        source="合订本",
    )
    bulletin = scene.drafted(house)
    scene.written(house, bulletin)
    assert scene.issued(house, bulletin).number == 20
    with pytest.raises(Refused, match="已经编到第 20 期"):
        bulletins.start_numbers(office, by=house.leading_office, year=year, last=8)
    assert bulletins.start_numbers(office, by=house.leading_office, year=year, last=30) == 30
    assert peek_number(office, "bulletin", year) == 30


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"signed_off_by": " "}, "请写明签发人"),
        ({"issued_on": date(2099, 1, 1)}, "印发日期不能晚于今天"),
        ({"version": 99}, "别人刚刚保存过"),
    ],
)
def test_an_issue_is_complete_or_nothing_happens(house, fields, says):
    bulletin = scene.drafted(house)
    scene.written(house, bulletin)
    with pytest.raises(Refused, match=says):
        scene.issued(house, bulletin, **fields)
    bulletin.refresh_from_db()
    assert (bulletin.state, peek_number(bulletin.unit, "bulletin", timezone.localdate().year)) == ("draft", 0)


def test_an_empty_issue_and_one_for_nobody_are_refused(house):
    with pytest.raises(Refused, match="还没有内容"):
        scene.issued(house, scene.drafted(house))
    nobody = scene.drafted(house, reported_to="")
    scene.written(house, nobody)
    with pytest.raises(Refused, match="报、送、发的对象"):
        scene.issued(house, nobody)


def test_the_day_of_an_issue_is_not_before_that_of_the_last(house):
    bulletin, later = scene.drafted(house), scene.drafted(house)
    for each in (bulletin, later):
        scene.written(house, each)
    scene.issued(house, bulletin)
    yesterday = timezone.localdate() - timedelta(days=1)
    if yesterday.year == timezone.localdate().year:
        with pytest.raises(Refused, match="这一期的日期不能比它早"):
            scene.issued(house, later, issued_on=yesterday)


def test_what_was_closed_to_others_since_is_not_printed(house):
    bulletin, mark = scene.drafted(house), scene.marked(house)
    row = scene.sent(house, activity=scene.activity(house))
    bulletin_items.take_up(bulletin, by=house.leading_office, contributions=[row], highlights=[mark])
    for source in (mark.activity, row.activity):
        Activity.objects.filter(pk=source.pk).update(is_confidential=True)
        with pytest.raises(Refused, match="已经移出或者不再公开"):
            scene.issued(house, bulletin)
        Activity.objects.filter(pk=source.pk).update(is_confidential=False)
    assert scene.issued(house, bulletin).state == BulletinState.ISSUED


def test_no_private_person_is_printed(client, house):
    visited = scene.activity(house, visitor="钱贵生")
    bulletin = scene.drafted(house)
    item = bulletin_items.take_up(bulletin, by=house.leading_office, highlights=[scene.marked(house, visited)])[0]
    bulletin_items.edit(item, by=house.leading_office, heading="走访", text="钱贵生很满意。", version=item.version)
    with pytest.raises(Refused, match="里写了群众姓名“钱贵生”"):
        scene.issued(house, bulletin)
    client.force_login(house.leading_office)
    assert "里写了群众姓名“钱贵生”" in client.get(bulletin.get_absolute_url()).content.decode()


def test_a_draft_is_its_offices_and_an_issue_everybodys(client, house):
    bulletin = scene.drafted(house)
    scene.written(house, bulletin)
    readers = ("clerk", "member", "township", "department", "auditor", "office", "other_clerk")
    paper = reverse("reports:paper", args=["bulletin", bulletin.pk])

    def statuses(who):
        client.force_login(getattr(house, who))
        shown = [row.pk for row in client.get(reverse("reports:bulletins")).context["page"].rows]
        return client.get(bulletin.get_absolute_url()).status_code, client.get(paper).status_code, shown

    assert {statuses(who)[:2] for who in readers} == {(404, 404)}
    assert statuses("leading_office") == (200, 200, [bulletin.pk])
    scene.issued(house, bulletin)
    for who in readers:
        assert statuses(who) == (200, 200, [bulletin.pk]), who
        assert client.get(reverse("reports:edit_bulletin", args=[bulletin.pk])).status_code == 403
    client.force_login(house.admin)
    assert client.get(bulletin.get_absolute_url()).status_code == 404


def test_it_is_sent_round_once_it_is_issued(client, house):
    bulletin = scene.drafted(house)
    scene.written(house, bulletin)
    client.force_login(house.leading_office)
    url = reverse("reports:distribute_paper", args=["bulletin", bulletin.pk])
    assert "还没有印发、发布，不能分发。" in client.post(url, {"groups": ["rooms"]}).content.decode()
    scene.issued(house, bulletin)
    assert "请选择接收的单位" in client.post(url, {}).content.decode()
    assert client.post(url, {"groups": ["rooms"], "units": [house.department_unit.pk]}).status_code == 302
    rooms = {house.room.unit, house.other_room.unit, house.department_unit}
    assert {row.unit for row in Distribution.objects.of(bulletin)} == rooms
    client.force_login(house.department)
    assert client.get(bulletin.get_absolute_url()).status_code == 200


def test_an_issue_is_written_through_the_pages(client, house):
    row, mark = scene.sent(house), scene.marked(house)
    client.force_login(house.leading_office)
    unit = make.leading_office().pk
    head = {
        "unit": unit,
        "title": "三月简报",
        "reported_to": "市委",
        "form_key": "5d2f0a52-3d8e-4c0f-9b8c-0d5f4a5d7f10",
    }
    assert client.post(reverse("reports:new_bulletin"), head).status_code == 302
    bulletin = Bulletin.objects.get()
    choose = reverse("reports:choose_items", args=[bulletin.pk])
    assert row.title in client.get(choose).content.decode()
    client.post(choose, {"contributions": [row.pk, "x"], "highlights": [mark.pk]})
    assert headings(bulletin) == [row.title, mark.sentence]
    # Nothing is offered twice.
    again = client.get(choose).context
    assert (list(again["contributions"]), list(again["highlights"])) == ([], [])
    client.post(reverse("reports:move_item", args=[bulletin.items.last().pk]), {"to": "up"})
    assert headings(bulletin) == [mark.sentence, row.title]
    bulletin.refresh_from_db()
    sign = {"signed_off_by": "秦岚", "issued_on": timezone.localdate().isoformat(), "version": bulletin.version}
    assert client.post(reverse("reports:issue_bulletin", args=[bulletin.pk]), sign).status_code == 302
    client.force_login(house.clerk)
    assert f"{timezone.localdate().year}年第 1 期" in client.get(row.get_absolute_url()).content.decode()


def test_one_contribution_goes_into_a_draft_from_its_own_page(client, house):
    row = scene.sent(house)
    client.force_login(house.leading_office)
    url = reverse("reports:adopt_contribution", args=[row.pk])
    assert "没有正在编写的简报" in client.get(url).content.decode()
    bulletin = scene.drafted(house)
    assert client.post(url, {"bulletin": bulletin.pk}).status_code == 302
    assert headings(bulletin) == [row.title]


def test_long_and_many_pieces_are_bounded(house):
    bulletin = scene.drafted(house)
    for number in range(bulletin_items.MOST_ITEMS):
        scene.written(house, bulletin, heading=f"第{number}篇")
    with pytest.raises(Refused, match="一期最多 60 篇"):
        scene.written(house, bulletin)


def test_the_page_of_an_issue_costs_the_same_for_one_and_for_many(client, house, django_assert_max_num_queries):
    bulletin = scene.drafted(house)
    scene.written(house, bulletin)
    client.force_login(house.leading_office)
    client.get(bulletin.get_absolute_url())
    with django_assert_max_num_queries(40) as one:
        client.get(bulletin.get_absolute_url())
    for number in range(10):
        row = scene.sent(house, title=f"投稿{number}")
        bulletin_items.take_up(bulletin, by=house.leading_office, contributions=[row])
    with django_assert_max_num_queries(len(one)):
        client.get(bulletin.get_absolute_url())
