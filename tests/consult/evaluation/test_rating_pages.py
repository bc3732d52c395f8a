"""The pages: a new round, the sheet on a phone with and without an account, secrecy walked as each side."""

from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from consult.enums.evaluation import RaterKind, RoundState
from consult.models import Evaluation, EvaluationRound
from consult.models.rated import Rater
from consult.queries import waiting_for
from consult.steps import evaluation
from members.enums import RoleCode
from members.models import User
from tests import action_scenes
from tests import factories as make
from tests.consult.evaluation import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return scene.done()


@pytest.fixture
def as_person(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def page(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def sheet(data, **more) -> dict:
    return {f"f_{key}": value for key, value in data.items()} | {"remark": "", **more}


def test_a_room_opens_a_round_from_the_page_of_a_matter(house, as_person):
    client = as_person(house.clerk)
    told = page(client.get(house.matter.get_absolute_url()))
    url = reverse("consult:open_round", args=["matter", house.matter.pk])
    assert f'href="{url}?side=handling"' in told
    form = client.get(url).context["form"]
    assert form["form"].value() == "handling"
    today = timezone.localdate()
    data = {
        "form": scene.FORM,
        "about": "下水管网改造的办理情况",
        "opens_on": today,
        "closes_on": today + timedelta(days=7),
        "proposed": ["0"],
        "names": "1 号住户\n2 号住户",
        "kind": RaterKind.MASS,
        "is_public": "on",
    }
    response = client.post(url, data)
    round = EvaluationRound.objects.get()
    assert response.url == round.get_absolute_url()
    assert [str(each) for each in scene.invited(round)] == ["邓国梁", "1 号住户", "2 号住户"]
    assert round.public_code
    assert round.least_shown == 3
    assert f'href="{url}?side=handling"' not in page(client.get(house.matter.get_absolute_url()))


def test_a_round_that_asks_nobody_is_not_opened(house, as_person):
    url = reverse("consult:open_round", args=["matter", house.matter.pk])
    today = timezone.localdate()
    data = {"form": scene.FORM, "about": "x", "opens_on": today, "closes_on": today, "kind": "mass"}
    response = as_person(house.clerk).post(url, data)
    assert response.status_code == 422
    assert "请选择评议人，或者开放公开二维码。" in response.content.decode()


def test_nobody_further_is_asked_where_nobody_is_named(house, as_person):
    round = scene.opened(house)
    response = as_person(house.clerk).post(reverse("consult:invite_raters", args=[round.pk]), {"kind": "mass"})
    assert (response.status_code, len(scene.invited(round))) == (422, 3)
    assert response.context["form"].non_field_errors() == ["请选择或者填写要邀请的评议人。"]


def test_what_was_typed_stays_when_a_reason_is_missing(house, as_person):
    round = scene.opened(house)
    first = scene.invited(round)[0]
    client = as_person(first.user)
    response = client.post(first.get_absolute_url(), sheet({**scene.BAD, "attitude": "满意"}))
    told = response.content.decode()
    assert response.status_code == 422
    assert "评“不满意”的，请写明理由。" in told
    assert told.count(" checked") == 3
    assert client.post(first.get_absolute_url(), sheet(scene.BAD, remark="还在倒灌")).status_code == 302
    assert "还在倒灌" in page(client.get(first.get_absolute_url()))


def test_a_round_stands_on_the_workbench_of_whoever_is_asked_and_of_who_has_to_close_it(house, monkeypatch):
    round = scene.opened(house, days=1)
    first = scene.invited(round)[0]

    def waiting(user):
        return [task.sentence for task in waiting_for(User.objects.get(pk=user.pk)) if round.about[:20] in task.case]

    assert (waiting(first.user), waiting(house.clerk)) == (["评议"], [])
    evaluation.answer(first, data=scene.GOOD, by=first.user)
    assert waiting(first.user) == []
    scene.later(monkeypatch, round.closes_on + timedelta(days=1))
    assert waiting(house.clerk) == ["结束评议"]


def test_the_rated_side_is_told_nothing_before_the_end_and_no_single_vote_after_it(house, as_person):
    raters = [*scene.raters(house, 2), Rater(RaterKind.PROPOSER, user=house.member)]
    round = scene.opened(house, raters=raters)
    scene.answer_all(round, scene.BAD, scene.GOOD)
    client = as_person(house.department)
    before = page(client.get(round.get_absolute_url()))
    listed = page(client.get(reverse("consult:rounds")))
    assert "截止，结束以后公布汇总。" in before
    assert "没有疏通彻底" not in before
    assert "2/3" not in before + listed
    evaluation.answer(scene.invited(round)[2], data=scene.BAD, by=house.member, remark="没有答复我")
    evaluation.close_round(round, by=house.clerk)
    after = page(client.get(round.get_absolute_url()))
    assert "没有疏通彻底" in after
    assert all(rater.user.name not in after for rater in raters[:2])
    assert "邓国梁" in after
    assert client.get(reverse("consult:votes", args=[round.pk])).status_code == 403


def test_who_runs_it_sees_counts_until_the_end_and_then_the_sheets(house, as_person):
    round = scene.opened(house)
    scene.answer_all(round, scene.BAD)
    client = as_person(house.clerk)
    before = page(client.get(round.get_absolute_url()))
    votes = reverse("consult:votes", args=[round.pk])
    assert "邀请 3 人，已评 1 人" in before
    assert "没有疏通彻底" not in before
    assert client.get(votes).status_code == 302
    client.post(reverse("consult:close_round", args=[round.pk]), {"yes": "1"})
    assert "为保护评议人不公布汇总" in page(client.get(round.get_absolute_url()))
    assert "没有疏通彻底" in page(client.get(votes))


def test_a_runner_who_takes_a_post_in_the_rated_unit_reads_no_votes(house, as_person):
    round = scene.opened(house)
    scene.answer_all(round, scene.GOOD)
    evaluation.close_round(round, by=house.clerk)
    round.rated_people.add(house.clerk)
    client = as_person(house.clerk)
    assert client.get(reverse("consult:votes", args=[round.pk])).status_code == 302
    assert not Evaluation.objects.visible_to(house.clerk).exists()
    assert Evaluation.objects.visible_to(house.convener).exists()


def test_a_link_leads_a_stranger_to_the_sheet_once(house, client):
    round = scene.opened(house, raters=[Rater(RaterKind.MASS, name="1 号住户")])
    token = evaluation.make_link(scene.invited(round)[0], by=house.clerk)
    url = reverse("consult:rate_by_link", args=[token])
    told = page(client.get(url))
    assert round.about in told
    assert 'type="radio"' in told
    assert "谢谢您的评议" in page(client.post(url, sheet(scene.GOOD)))
    assert "一人一份" in page(client.post(url, sheet(scene.BAD, remark="x")))
    assert Evaluation.objects.get().entered_by is None
    assert client.get(reverse("consult:rate_by_link", args=["x" * 32])).status_code == 404


def test_guessing_at_links_is_slowed_down(house, client, monkeypatch):
    monkeypatch.setattr("consult.views.rating.MOST_ASKED", 2)
    url = reverse("consult:rate_by_link", args=["x" * 32])
    assert [client.get(url).status_code for _ in range(3)] == [404, 404, 429]


def test_somebody_of_the_rated_unit_who_follows_a_link_is_refused(house, as_person):
    round = scene.opened(house, raters=[Rater(RaterKind.MASS, name="1 号住户")])
    token = evaluation.make_link(scene.invited(round)[0], by=house.clerk)
    client = as_person(house.department)
    response = client.post(reverse("consult:rate_by_link", args=[token]), sheet(scene.GOOD))
    assert "您在被评议的一方" in response.content.decode()
    assert not Evaluation.objects.exists()


def test_the_code_on_the_wall_takes_one_answer_a_phone(house, client):
    round = evaluation.open_to_public(scene.opened(house), by=house.clerk)
    url = reverse("consult:rate_by_code", args=[round.public_code])
    assert "没有保存这台手机的记号" in client.post(url, sheet(scene.GOOD)).content.decode()
    client.cookies.clear()
    assert "不用登录" in page(client.get(url))
    assert "谢谢您的评议" in page(client.post(url, sheet(scene.GOOD)))
    assert "一台手机评一次" in client.post(url, sheet(scene.GOOD)).content.decode()
    client.cookies["device"] = signing.get_cookie_signer(salt="deviceother").sign("other")
    assert Evaluation.objects.count() == 1
    assert client.get(reverse("consult:rate_by_code", args=["nothing"])).status_code == 404


def test_links_are_shown_once_and_not_kept_by_the_browser(house, as_person):
    round = scene.opened(house, raters=[Rater(RaterKind.MASS, name="1 号住户"), *scene.raters(house, 1)])
    response = as_person(house.clerk).post(reverse("consult:rating_links", args=[round.pk]))
    told = page(response)
    assert told.count("/r/") == 1
    assert response["Cache-Control"] == "no-store"


def test_a_sheet_of_paper_is_entered_from_its_page(house, as_person):
    round = scene.opened(house, raters=[Rater(RaterKind.MASS, name="1 号住户")])
    asked = scene.invited(round)[0]
    url = reverse("consult:enter_rating_paper", args=[asked.pk])
    data = sheet(scene.GOOD, on=timezone.localdate())
    client = as_person(house.clerk)
    assert client.post(url, data).status_code == 422
    scan = action_scenes.photo(house.clerk)
    assert client.post(url, {**data, "attachments": [scan.pk]}).status_code == 302
    row = Evaluation.objects.get()
    assert (row.entered_for_rater, row.entered_by) == (True, house.clerk)


def test_a_round_is_prolonged_withdrawn_and_made_void_from_its_page(house, as_person):
    round = scene.opened(house)
    client = as_person(house.clerk)
    later = round.closes_on + timedelta(days=3)
    client.post(reverse("consult:prolong_round", args=[round.pk]), {"closes_on": later, "reason": "农忙"})
    client.post(reverse("consult:withdraw_rater", args=[scene.invited(round)[0].pk]), {"yes": "1"})
    client.post(reverse("consult:void_round", args=[round.pk]), {"reason": "选错了评议表"})
    round.refresh_from_db()
    assert (round.closes_on, round.state, round.void_reason) == (later, RoundState.VOID, "选错了评议表")
    assert round.invitations.standing().count() == 2
    assert "选错了评议表" in page(client.get(round.get_absolute_url()))


def test_the_list_is_filtered_and_exported(house, as_person):
    round = scene.opened(house)
    client = as_person(house.clerk)
    assert round.about in page(client.get(reverse("consult:rounds"), {"state": "open", "side": "handling"}))
    told = page(client.get(reverse("consult:rounds"), {"state": "closed"}))
    assert "没有符合条件的评议" in told
    assert 'class="chip"' in told
    response = client.get(reverse("reports:export_list", args=["evaluations"]))
    assert response["Content-Type"].endswith("sheet")


def test_the_list_costs_the_same_for_many_rounds(house, as_person, django_assert_max_num_queries):
    one = scene.opened(house)
    client = as_person(house.clerk)
    page(client.get(reverse("consult:rounds")))
    rows = []
    for _ in range(20):
        row = EvaluationRound.objects.get(pk=one.pk)
        row.pk = None
        rows.append(row)
    EvaluationRound.objects.bulk_create(rows)
    with django_assert_max_num_queries(22):
        page(client.get(reverse("consult:rounds")))


def test_a_rater_finds_the_record_before_and_after_he_answers_where_he_may_open_it(house, as_person):
    stranger = make.person(RoleCode.DEPARTMENT, unit=make.UnitFactory(kind="department"))
    member = Rater(RaterKind.PROPOSER, user=house.member)
    round = scene.opened(house, raters=[member, Rater(RaterKind.MASS, user=stranger)])
    own, other = scene.invited(round)
    link = f'href="{house.matter.get_absolute_url()}"'
    assert link in page(as_person(house.member).get(own.get_absolute_url()))
    assert link not in page(as_person(stranger).get(other.get_absolute_url()))
    given = as_person(house.member).post(own.get_absolute_url(), sheet(scene.GOOD), follow=True)
    assert [each in page(given) for each in (link, f'href="{reverse("reports:workbench")}">回到工作台')] == [True, True]


@pytest.mark.parametrize("kind", [RaterKind.PROPOSER, RaterKind.MASS])
def test_raters_are_promised_only_what_is_kept(house, as_person, kind):
    """The totals of those who sign are shown from the first sheet: they are that sheet."""
    round = scene.opened(house, raters=[Rater(kind, user=house.member)])
    (own,) = scene.invited(round)
    told = page(as_person(house.member).get(own.get_absolute_url()))
    published = kind == RaterKind.PROPOSER
    told = ["结果向被评议的一方公开" in told, "被评议的一方看不到单份评议" in told]
    assert told == [published, not published]


def test_one_or_two_sheets_are_told_in_their_words_and_three_with_their_spread(house, as_person):
    client, shown = as_person(house.clerk), []
    for count in (2, 3):
        raters = scene.raters(house, count)
        round = scene.opened(house, raters=raters, least_shown=1)
        scene.answer_all(round, *[scene.GOOD] * count)
        evaluation.close_round(round, by=house.clerk)
        told = page(client.get(round.get_absolute_url()))
        shown.append(("中位数" in told, "四分位" in told, f"基本满意 {count}" in told))
    assert shown == [(False, False, True), (True, True, True)]
