"""媒体稿件: entered by rooms and offices, doubles are told, the office confirms or strikes."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from members.models import Event, Notice
from members.workflow import Refused, Stale, advance
from reports.enums import ArticleState
from reports.models import MediaArticle
from reports.operations import articles
from reports.queries.articles import outlets_near
from reports.workflow import ARTICLE
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def offices():
    make.leading_office()


def entered(house, *, by=None, **fields) -> MediaArticle:
    told = {"outlet": "今日大冶", "level": "county", "published_on": DAY, "title": "协商桌搬到家门口"}
    told |= {"link": "https://example.com/1", "room": house.room}
    return articles.enter(by=by or house.clerk, **told | fields)


def posted(client, user, article=None, **fields):
    client.force_login(user)
    told = {"outlet": "今日大冶", "level": "county", "published_on": "2026-03-02", "title": "协商桌搬到家门口"}
    url = reverse("reports:edit_article", args=[article.pk]) if article else reverse("reports:new_article")
    return client.post(url, told | fields)


@pytest.mark.parametrize(("before", "after"), list(product(ArticleState, ArticleState)))
def test_a_state_moves_along_the_table_alone(house, before, after):
    article = entered(house)
    judged = {"judged_by": house.leading_office, "judged_at": timezone.now(), "reason": "重复"}
    row = {"state": before, **(judged if before != "entered" else {})}
    MediaArticle.objects.filter(pk=article.pk).update(**row)
    article.refresh_from_db()
    to = dict.fromkeys(judged) | {"reason": ""} if after == "entered" else judged
    with transaction.atomic():
        if after in ARTICLE[before]:
            assert advance(article, ARTICLE, after, by=house.clerk, **to).state == after
        else:
            with pytest.raises(Refused):
                advance(article, ARTICLE, after, by=house.clerk, **to)


def test_what_a_room_enters_waits_and_what_the_office_enters_counts(house):
    of_room = entered(house)
    of_office = entered(house, by=house.leading_office, room=None, title="大冶推行协商在一线")
    assert (of_room.state, of_office.state) == ("entered", "confirmed")
    assert (of_room.office, of_office.judged_by) == (make.leading_office(), house.leading_office)
    assert list(MediaArticle.objects.confirmed()) == [of_office]
    said = list(
        Event.objects.filter(object_type="reports.mediaarticle").order_by("pk").values_list("sentence", "unit_id")
    )
    assert said == [("登记媒体稿件", house.room.unit_id), ("登记媒体稿件", make.leading_office().pk)]


def test_the_office_confirms_or_strikes_with_a_reason_that_the_room_reads_and_mends(house):
    article = entered(house)
    with pytest.raises(Refused, match="请写明不采信的原因"):
        articles.strike(article, by=house.leading_office, reason=" ")
    articles.strike(article, by=house.leading_office, reason="网址打不开")
    told = Notice.objects.get(user=house.clerk)
    assert (told.sentence, told.url) == ("媒体稿件没有采信，请看原因：协商桌搬到家门口", article.get_absolute_url())
    article.refresh_from_db()
    fields = {
        name: getattr(article, name) for name in ("outlet", "level", "published_on", "title", "author", "version")
    }
    articles.edit(article, by=house.clerk, room=house.room, link="https://example.com/2", **fields)
    article.refresh_from_db()
    assert (article.state, article.reason, article.judged_by) == ("entered", "", None)
    articles.confirm(article, by=house.leading_office)
    article.refresh_from_db()
    with pytest.raises(Refused, match="已经采信"):
        articles.edit(article, by=house.clerk, room=house.room, link="", **fields | {"version": article.version})
    with pytest.raises(Refused, match="这一步已经办过"):
        articles.confirm(article, by=house.leading_office)


def test_the_office_confirms_what_it_read_and_not_what_was_changed_since(house):
    article = entered(house)
    fields = {name: getattr(article, name) for name in ("outlet", "level", "published_on", "author", "link", "version")}
    articles.edit(article, by=house.clerk, room=house.room, title="换了一篇", **fields)
    with pytest.raises(Stale):
        articles.confirm(article, by=house.leading_office, version=article.version)


def test_whoever_saved_first_is_not_overwritten(house):
    article = entered(house)
    fields = {name: getattr(article, name) for name in ("outlet", "level", "published_on", "author", "link", "version")}
    articles.edit(article, by=house.clerk, room=house.room, title="第一次改", **fields)
    with pytest.raises(Stale):
        articles.edit(article, by=house.convener, room=house.room, title="第二次改", **fields)


def test_a_double_is_told_and_may_still_be_entered_knowingly(house):
    entered(house)
    with pytest.raises(Refused, match="已经登记《协商桌搬到家门口》"):
        entered(house, title="协商桌搬到了家门口")
    assert entered(house, title="协商桌搬到了家门口", knows_doubles=True).pk
    # Another day, another outlet, another title.
    entered(house, published_on=DAY + timedelta(days=1))
    entered(house, outlet="黄石日报")
    entered(house, title="六步议事步步有回音")
    assert MediaArticle.objects.count() == 5


def test_one_that_was_struck_is_no_double(house):
    articles.strike(entered(house), by=house.leading_office, reason="登记错了")
    assert entered(house).pk


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"link": ""}, "请填写网址，或者上传剪报、截图。"),
        ({"link": "javascript:alert(1)"}, "网址要以 http:// 或者 https:// 开头，请核对。"),
        ({"link": "ftp://example.com/a"}, "网址要以 http:// 或者 https:// 开头，请核对。"),
        ({"published_on": "2099-01-01"}, "刊发日期不能晚于今天。"),
        ({"level": "world"}, "媒体级别中没有这个选项，请重新选择。"),
        ({"title": "长" * 121}, "标题不能超过 120 字，现在是 121 字。"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_the_typed_text_stays(client, house, fields, says):
    answer = posted(client, house.clerk, room=house.room.pk, **{"link": "https://example.com/1", **fields})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert f'value="{fields.get("title", "协商桌搬到家门口")}"' in answer.content.decode()
    assert not MediaArticle.objects.exists()


def test_a_room_enters_for_itself_and_for_no_other(client, house):
    answer = posted(client, house.clerk, room=house.other_room.pk, link="https://example.com/1")
    assert answer.status_code == 422
    assert posted(client, house.clerk, room=house.room.pk, link="https://example.com/1").status_code == 302
    assert MediaArticle.objects.get().room == house.room


def test_a_case_of_another_room_cannot_be_named(house):
    case = make.consultation(house.other_room, by=house.other_clerk)
    with pytest.raises(Refused, match="选择的协商不是这个联络室的"):
        entered(house, by=house.leading_office, case=case)


def test_outlets_are_those_of_the_place_and_those_that_were_entered(house):
    entered(house, by=house.leading_office, outlet="大冶融媒", title="新媒体也来报道")
    # What a room entered is its own until the office confirms it.
    entered(house, outlet="本室公众号", title="议事厅开门")
    near = outlets_near("/420281/")
    assert near == {
        "人民政协报": "national",
        "中国政协网": "national",
        "湖北日报": "province",
        "湖北政协": "province",
        "黄石日报": "prefecture",
        "今日大冶": "county",
        "大冶融媒": "county",
    }
    assert set(outlets_near("/330100/")) == {"人民政协报", "中国政协网"}


def test_the_list_is_narrowed_sorted_and_written_as_excel(client, house):
    mine = entered(house)
    theirs = entered(
        house, by=house.other_clerk, room=house.other_room, outlet="黄石日报", level="prefecture", title="走访"
    )
    client.force_login(house.leading_office)

    def shown(**asked):
        return [row.pk for row in client.get(reverse("reports:articles"), asked).context["page"].rows]

    assert shown() == [theirs.pk, mine.pk]
    assert shown(sort="oldest") == [mine.pk, theirs.pk]
    assert shown(level="county") == shown(outlet="今日") == shown(room=house.room.pk) == shown(q="协商桌") == [mine.pk]
    assert shown(state="confirmed") == shown(year=2025) == []
    for odd in ({"room": "x"}, {"since": "2026-13-40"}, {"year": "²"}, {"sort": "none"}):
        assert client.get(reverse("reports:articles"), odd).status_code == 200
    client.force_login(house.clerk)
    assert shown() == [mine.pk]
    answer = client.get(reverse("reports:export_list", args=["articles"]))
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert client.get(theirs.get_absolute_url()).status_code == 404


def test_the_list_costs_the_same_for_one_and_for_three(client, house, django_assert_max_num_queries):
    entered(house)
    client.force_login(house.leading_office)
    client.get(reverse("reports:articles"))
    with django_assert_max_num_queries(16) as first:
        client.get(reverse("reports:articles"))
    entered(house, title="第二篇走访")
    entered(house, title="第三篇学习")
    with django_assert_max_num_queries(len(first)):
        client.get(reverse("reports:articles"))
