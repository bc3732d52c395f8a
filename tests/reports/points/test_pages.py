"""The pages of points, as people use them."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from members.models import Attachment, Job, Notice
from members.operations import put_again
from reports import facts, tasks
from reports.models import PointsAppeal, PointsMark, PointsResult, PointsYear
from reports.operations import points as operations
from tests import factories as make
from tests.reports.points import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def street(house):
    scene.follow(scene.POINTS)
    house.own = scene.member_of(house.room)
    house.other = scene.member_of(house.room, "周正")
    scene.active(house.own, house.room, house.clerk, 2)
    facts.rebuild()
    return house


def url(name, member=None, *more):
    if member is None:
        return reverse(f"reports:{name}", args=[make.city().pk, *more])
    return reverse(f"reports:{name}", args=["member", member.pk, *more])


def opened(client, user, address):
    client.force_login(user)
    return client.get(address)


def test_my_points_are_explained_and_lead_to_their_records(client, street):
    client.force_login(street.own.user)
    told = client.get(reverse("reports:my_points"), follow=True).text
    assert "我的考核得分" in told
    assert "2 次 × 5 分 = 10 分" in told
    assert "离 15 分还差 5 分，到年底达到即可。按办法，全年达不到的，向区政协建议请辞。" in told
    assert "名次" not in told
    records = url("points_records", street.own, 2026, "points", 1)
    assert records in told
    assert "走访" in client.get(records).text


def test_an_account_leads_the_offices_to_the_ranking_of_its_round(client, street):
    ranking, account = url("points_round", None, "points", 2026), url("points", street.own)
    told = {
        name: opened(client, getattr(street, name), account).text for name in ("leading_office", "township", "clerk")
    }
    assert f'href="{ranking}">得分排名</a>' in told["leading_office"]
    assert f'href="{ranking}">全部得分</a>' in told["township"]
    assert ranking not in told["clerk"]
    assert ranking not in opened(client, street.own.user, account).text


@pytest.mark.parametrize("number", [0, 99])
def test_an_item_that_the_scheme_does_not_have_has_no_page(client, street, number):
    assert opened(client, street.own.user, url("points_records", street.own, 2026, "points", number)).status_code == 404


def test_a_place_without_a_scheme_says_so(client, house):
    scene.follow_shipped("suizhou", make.city())
    member = scene.member_of(house.room)
    assert "系统不代为设定分值" in opened(client, member.user, url("points", member)).text
    assert "系统不代为设定分值" in opened(client, house.leading_office, reverse("reports:points_rounds")).text


def test_an_assessor_writes_down_what_shows_it(client, street):
    client.force_login(street.township)
    page = client.get(url("points", street.own)).text
    form = url("mark_points", street.own, 2026, "points", 2)
    assert form in page
    assert client.post(form, {"times": "1", "on": "2026-04-01", "basis": ""}).status_code == 422
    told = client.post(form, {"times": "2", "on": "2026-04-01", "basis": "街道采用错峰停车"}, follow=True)
    assert "街道采用错峰停车" in told.text
    made = PointsMark.objects.get()
    assert (made.points, made.given_by) == (10, street.township)
    client.post(reverse("reports:take_back_mark", args=[made.pk]), {"version": "1", "reason": "重复"})
    assert not PointsMark.objects.standing().exists()


def test_a_member_appeals_and_reads_the_answer(client, street):
    client.force_login(street.own.user)
    form = url("appeal_points", street.own, 2026, "points")
    assert form in client.get(url("points", street.own)).text
    made = client.post(form, {"item": "1", "text": "漏记一次"}, follow=True)
    assert "漏记一次" in made.text
    appeal = PointsAppeal.objects.get()
    page = reverse("reports:appeal", args=[appeal.pk])
    assert opened(client, street.other.user, page).status_code in (403, 404)
    assert opened(client, street.clerk, page).status_code == 403
    assert "漏记一次" in opened(client, street.leading_office, reverse("reports:appeal", args=[appeal.pk])).text
    answer = reverse("reports:answer_appeal", args=[appeal.pk])
    client.post(answer, {"verdict": "yes", "text": "属实", "correction": "5"})
    told = opened(client, street.own.user, page).text
    assert "属实" in told
    assert "更正 5 分" in told
    assert "邓国梁" in opened(client, street.leading_office, reverse("reports:appeals") + "?state=all").text


def test_the_days_of_an_appeal_stand_with_the_scheme_and_are_changed_there(client, street):
    client.force_login(street.leading_office)
    here = ("points", 2026)
    page, days = url("points_round", None, *here), url("set_appeal_days", None, *here)
    told = client.get(page).text
    assert "公布以后 10 个工作日内提出有效；申诉提出以后 15 个工作日内答复" in told
    assert days in told
    assert "保存以后即开始" in client.get(days).text
    assert not PointsYear.objects.exists()
    client.post(days, {"appeal_workdays": 20, "answer_workdays": 0, "version": 1})
    assert not PointsYear.objects.exists()
    client.post(days, {"appeal_workdays": 20, "answer_workdays": 7, "version": 1})
    assert "公布以后 20 个工作日内提出有效；申诉提出以后 7 个工作日内答复" in client.get(page).text
    assert days not in opened(client, street.township, page).text
    assert client.get(days).status_code in (403, 404)


def test_the_office_publishes_a_year_and_takes_it_back(client, street):
    client.force_login(street.leading_office)
    here = ("points", 2026)
    assert "按记录试算" in client.get(url("points_round", None, *here)).text
    client.post(url("begin_points", None, *here))
    client.post(url("publish_points", None, *here))
    assert PointsYear.objects.get().state == "published"
    assert "已公布" in client.get(url("points_round", None, *here)).text
    assert "没有达到 15 分" in opened(client, street.own.user, url("points", street.own)).text
    client.force_login(street.leading_office)
    client.post(url("reopen_points", None, *here), {"reason": "漏记"})
    assert PointsYear.objects.get().state == "open"


def test_the_list_filters_sorts_and_becomes_a_workbook(client, street):
    client.force_login(street.leading_office)
    here = url("points_round", None, "points", 2026)
    assert "周正" in client.get(here).text
    assert "周正" not in client.get(f"{here}?q=邓").text
    assert client.get(f"{here}?sort=1&state=below&grade=x").status_code == 200
    link = f"{reverse('reports:export_list', args=['points'])}?region={make.city().pk}&scheme=points&year=2026"
    sheet = load_workbook(BytesIO(client.get(link).content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows[0][:6] == ["名次", "名称", "联络室、区域", "参加活动", "金点子", "其他"]
    assert [row[:2] + row[3:5] for row in rows[1:]] == [[1, "邓国梁", 10, 0], [2, "周正", 0, 0]]
    for odd in ("?region=x&year=2026", "?region=1&scheme=points&year=1", ""):
        assert client.get(reverse("reports:export_list", args=["points"]) + odd).status_code == 200


def test_a_township_reads_its_members_without_places(client, street):
    told = opened(client, street.township, url("points_round", None, "points", 2026)).text
    assert "邓国梁" in told
    assert '<th class="r">名次</th>' not in told
    assert opened(client, street.clerk, url("points_round", None, "points", 2026)).status_code in (403, 404)


def test_the_file_of_a_sealed_mark_stays_with_its_side(client, house):
    scene.follow(scene.WEIGHED)
    member = scene.member_of(house.room)
    year = PointsYear.objects.create(
        region=make.city(),
        scheme="members",
        year=2026,
        practice=scene.PracticeVersion.objects.get(code="light"),
        begun_by=house.leading_office,
    )
    mark = PointsMark.objects.create(
        year=year,
        member=member,
        item="履职评价",
        assessor="政协",
        points=Decimal("88.37"),
        on="2026-05-01",
        basis="见材料",
        given_by=house.leading_office,
        is_sealed=True,
    )
    file = Attachment.objects.create(
        name="评价.pdf",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        uploaded_by=house.leading_office,
        owner=mark,
        owner_id=str(mark.pk),
        file="attachments/none.pdf",
    )
    for user in (house.township, house.auditor, member.user):
        assert opened(client, user, reverse("members:file", args=[file.pk])).status_code == 404
        assert "88.37" not in opened(client, user, url("points", member)).text
    PointsMark.objects.update(is_sealed=False)
    assert PointsMark.objects.visible_to(house.township).get() == mark


def test_pages_ask_little(client, street, django_assert_max_num_queries):
    for number in range(60):
        make.posted_member(street.room, name=f"委员{number}")
    client.force_login(street.leading_office)
    with django_assert_max_num_queries(40):
        client.get(url("points_round", None, "points", 2026))
    client.force_login(street.own.user)
    with django_assert_max_num_queries(45):
        client.get(url("points", street.own))


def ordered(client, street, monkeypatch) -> Job:
    """Two members are many here."""
    monkeypatch.setattr(operations, "MOST_AT_ONCE", 1)
    client.force_login(street.leading_office)
    answer = client.post(url("publish_points", None, "points", 2026), {})
    job = Job.objects.get(kind=operations.PUBLISH)
    assert answer["Location"] == reverse("members:job", args=[job.pk])
    return job


def test_many_are_published_behind_and_a_second_run_changes_nothing(client, street, monkeypatch):
    job = ordered(client, street, monkeypatch)
    assert not PointsResult.objects.exists()
    tasks.publish_points(job.pk)
    published = PointsYear.objects.get()
    assert (published.state, published.published_by, PointsResult.objects.count()) == (
        "published",
        street.leading_office,
        2,
    )
    assert Notice.objects.filter(user=street.leading_office, sentence__startswith="已公布").count() == 1
    put_again(Job.objects.get(pk=job.pk))
    tasks.publish_points(job.pk)
    assert PointsYear.objects.get().checksum == published.checksum
    job.refresh_from_db()
    assert job.result == {"url": url("points_round", None, "points", 2026)}


def test_who_lost_the_right_meanwhile_publishes_nothing(client, street, monkeypatch):
    job = ordered(client, street, monkeypatch)
    street.leading_office.roles.all().delete()
    tasks.publish_points(job.pk)
    job.refresh_from_db()
    assert (job.result, PointsResult.objects.exists()) == ({"fault": "您已经没有公布考核结果的权限。"}, False)


def test_what_still_stands_in_the_way_is_told_to_whoever_ordered_it(client, street, monkeypatch):
    job = ordered(client, street, monkeypatch)
    told = {"by": street.own.user, "text": "少记一次"}
    operations.appeal(scene.round_of(street.own), scene.subject_of(street.own), **told)
    tasks.publish_points(job.pk)
    job.refresh_from_db()
    assert "申诉还没有答复" in job.result["fault"]
    assert Notice.objects.filter(user=street.leading_office, sentence__contains="结果没有公布").exists()
