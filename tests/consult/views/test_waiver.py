"""The pages on which a checkpoint is waived: who is offered what, and what a form does."""

import pytest

from consult.models import CheckpointRecord
from members.enums import RoleCode
from tests import factories as make

pytestmark = pytest.mark.django_db

REASON = "河堤出现险情，先行协商，调研随后补做"
# Who sees the case without the right, and who does not see it.
ONLOOKERS = ["clerk", "convener", "second_convener", "member", "township", "township_clerk", "auditor"]
OTHERS = ["other_clerk", "other_convener", "other_township", "office", "city_committee", "department", "admin"]
OTHERS += ["security", "stranger"]


@pytest.fixture
def unresearched(house):
    return make.at_research(house.room, clerk=house.clerk, convener=house.convener, township=house.township)


def url(case, act="", gate="research"):
    return f"/consultations/{case.pk}/waive/{gate}/{act}"


def page(client, user, case):
    client.force_login(user)
    return client.get(case.get_absolute_url()).content.decode()


@pytest.mark.parametrize("role", ["leading_office", *ONLOOKERS, *OTHERS])
def test_only_the_leading_office_opens_the_form(house, client, unresearched, role):
    client.force_login(getattr(house, role))
    answers = [client.get(url(unresearched)), client.post(url(unresearched), {"reason": REASON})]
    codes = [answer.status_code for answer in answers]
    wanted = [200, 302] if role == "leading_office" else [403, 403] if role in ONLOOKERS else [404, 404]
    assert (codes, CheckpointRecord.objects.count()) == (wanted, int(role == "leading_office"))


@pytest.mark.parametrize("role", ["leading_office", *ONLOOKERS])
def test_the_page_offers_the_act_to_those_who_may_and_tells_the_others_whose_it_is(house, client, unresearched, role):
    shown = page(client, getattr(house, role), unresearched)
    assert "由领导小组办公室研究，可以予以豁免。" in shown
    assert (url(unresearched) in shown) is (role == "leading_office")


def test_the_form_tells_the_consequence_before_the_reason(house, client, unresearched):
    client.force_login(house.leading_office)
    shown = client.get(url(unresearched)).content.decode()
    parts = ["豁免“不调研不协商”", "现在的情况：", "联络室不补齐这一项也可以进入下一步", "理由", "予以豁免", "返回"]
    places = [shown.index(part, shown.index("<form class")) for part in parts]
    assert places == sorted(places)


def test_a_form_without_a_reason_comes_back(house, client, unresearched):
    client.force_login(house.leading_office)
    answer = client.post(url(unresearched), {"reason": " "})
    assert (answer.status_code, CheckpointRecord.objects.count()) == (422, 0)


def test_after_the_waiver_the_room_goes_on_with_one_press(house, client, unresearched):
    client.force_login(house.leading_office)
    client.post(url(unresearched), {"reason": REASON})
    shown = page(client, house.clerk, unresearched)
    assert [words for words in ("方志明", "予以豁免：", REASON, "进入协商讨论") if words not in shown] == []
    assert "撤销豁免" not in shown
    client.post(f"/consultations/{unresearched.pk}/move/")
    unresearched.refresh_from_db()
    assert unresearched.stage == "discussion"
    assert REASON in page(client, house.clerk, unresearched)


def test_the_office_takes_its_waiver_back_until_the_stage_is_left(house, client, unresearched):
    client.force_login(house.leading_office)
    client.post(url(unresearched), {"reason": REASON})
    assert url(unresearched, "revoke/") in page(client, house.leading_office, unresearched)
    assert REASON in client.get(url(unresearched, "revoke/")).content.decode()
    client.post(url(unresearched, "revoke/"), {"reason": "险情已排除"})
    assert "登记调研" in page(client, house.clerk, unresearched)
    assert CheckpointRecord.objects.get().waived_at is None


def test_a_checkpoint_that_cannot_be_waived_is_refused_in_words(house, client, unresearched):
    client.force_login(house.leading_office)
    answer = client.get(url(unresearched, gate="approval"), HTTP_HX_REQUEST="true")
    assert (answer.status_code, "不在协商现在的环节" in answer.content.decode()) == (409, True)


def test_somebody_of_the_room_is_told_that_colleagues_do_it(house, client, unresearched):
    make.grant(house.leading_office, RoleCode.CLERK, unit=house.room.unit)
    client.force_login(house.leading_office)
    answer = client.get(url(unresearched), HTTP_HX_REQUEST="true")
    assert (answer.status_code, "由本机关其他同志办理" in answer.content.decode()) == (409, True)


@pytest.mark.parametrize("act", ["", "revoke/"])
def test_a_form_that_was_opened_at_another_stage_sets_nothing_aside_here(house, client, unresearched, act):
    client.force_login(house.leading_office)
    assert f'name="stage" value="{unresearched.stage}"' in client.get(url(unresearched)).content.decode()
    if act:
        client.post(url(unresearched), {"reason": REASON})
    answer = client.post(url(unresearched, act), {"reason": REASON, "stage": "earlier"})
    assert (answer.status_code, "没有保存，请刷新页面" in answer.content.decode()) == (422, True)
    assert CheckpointRecord.objects.filter(waived_at__isnull=False).count() == int(bool(act))
