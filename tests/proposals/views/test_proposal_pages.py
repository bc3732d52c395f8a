"""Pages of proposals: one press out of a reception, the sheet, the list, and what each role finds there."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals import operations
from proposals.models import Proposal
from reports.documents.exports import rows_of
from reports.documents.listings import LISTINGS
from rooms.models import Activity
from tests import factories as make
from tests.proposals.review_scene import received
from tests.rooms.activity_scene import RECEPTION, recorded

pytestmark = pytest.mark.django_db
FULL = {"kind": "information", "title": "充电车位不足", "situation": "126 户只有 4 个充电车位", "advice": ""}


def sent(client, user, name, key, status=302, **fields):
    client.force_login(user)
    answer = client.post(reverse(name, args=[key]), fields)
    assert answer.status_code == status, answer.content.decode()
    return answer


def text(client, user, path, **params) -> str:
    client.force_login(user)
    answer = client.get(path, params)
    assert answer.status_code == 200
    return answer.content.decode()


def reception(**fields):
    return {**RECEPTION, "context": "ordinary", "on": f"{timezone.localdate()}", "token": str(uuid4()), **fields}


def test_a_reception_becomes_a_proposal_in_one_press(client, house):
    token = str(uuid4())
    answers = [
        sent(client, house.clerk, "proposals:record_activity", house.room.pk, **reception(token=token))
        for _ in range(2)
    ]
    row = Proposal.objects.get()
    assert [answer.url for answer in answers] == [f"/proposals/{row.pk}/edit/"] * 2
    assert row.activity == Activity.objects.get()
    sheet = text(client, house.clerk, answers[0].url)
    assert "去掉来访群众的姓名和个人情况" in sheet
    assert "汪桂香" not in sheet


def test_a_refused_reception_keeps_what_was_typed_and_writes_nothing(client, house):
    answer = sent(
        client, house.clerk, "proposals:record_activity", house.room.pk, 422, **reception(is_confidential="on")
    )
    assert "不能直接转为提案" in answer.content.decode()
    assert RECEPTION["what"] in answer.content.decode()
    assert not Activity.objects.exists()
    assert not Proposal.objects.exists()


def test_the_page_of_an_activity_and_its_proposal_name_each_other(client, house):
    activity = recorded(house.room, by=house.clerk)
    links = reverse("proposals:activity_proposals", args=[activity.pk])
    assert "转为提案" in text(client, house.clerk, links)
    sent(client, house.clerk, "proposals:activity_proposal", activity.pk)
    row = Proposal.objects.get()
    told = text(client, house.clerk, links)
    assert row.get_absolute_url() in told
    assert "转为提案" not in told
    assert activity.get_absolute_url() in text(client, house.clerk, row.get_absolute_url())
    # A member of the room is told that there is one, and reads no draft of others.
    told = text(client, house.member, links)
    assert "已由此起草" in told
    assert row.title not in told


def test_a_member_who_presses_after_the_clerk_is_told_whose_it_is(client, house):
    activity = recorded(house.room, by=house.clerk)
    operations.draft_from_activity(activity, by=house.clerk)
    answer = sent(client, house.member, "proposals:activity_proposal", activity.pk)
    assert answer.url == activity.get_absolute_url()
    client.force_login(house.member)
    assert "本室周敏已经由此起草" in client.get(answer.url).content.decode()


def test_a_sheet_is_kept_unfinished_and_handed_in_complete(client, house):
    empty = FULL | {"situation": ""}
    answer = sent(client, house.clerk, "proposals:new_proposal", house.room.pk, **empty, then="keep")
    row = Proposal.objects.get()
    assert (answer.url, row.state) == (row.get_absolute_url(), "draft")
    answer = sent(client, house.clerk, "proposals:edit_proposal", row.pk, 422, **empty, version=1, then="submit")
    assert "提交社情民意信息要写明情况和问题。" in answer.content.decode()
    sent(client, house.clerk, "proposals:edit_proposal", row.pk, **FULL, version=1, then="submit")
    row.refresh_from_db()
    assert (row.state, row.situation) == ("submitted", FULL["situation"])
    client.force_login(house.clerk)
    answer = client.get(reverse("proposals:edit_proposal", args=[row.pk]), follow=True)
    assert "已提交，不能再修改" in answer.content.decode()


def test_a_proposal_of_the_room_needs_a_member_and_a_member_s_own_is_his(client, house):
    deputy = make.posted_member(house.room, name="邓国梁", user=house.member)
    fields = FULL | {"kind": "proposal", "advice": "由市住建局统一增设"}
    answer = sent(client, house.clerk, "proposals:new_proposal", house.room.pk, 422, **fields, then="submit")
    assert "提案由委员提出，请选择委员" in answer.content.decode()
    sent(client, house.clerk, "proposals:new_proposal", house.room.pk, **fields, member=deputy.pk, then="submit")
    sent(client, house.member, "proposals:new_proposal", house.room.pk, **fields, then="submit")
    assert list(Proposal.objects.values_list("member", "state")) == [(deputy.pk, "submitted")] * 2
    assert FULL["title"] in text(client, house.member, "/me/page/")


def test_what_a_member_writes_himself_is_not_read_by_the_staff_of_the_room(client, house):
    make.posted_member(house.room, name="邓国梁", user=house.member)
    activity = recorded(house.room, by=house.clerk)
    sent(client, house.member, "proposals:activity_proposal", activity.pk)
    row = Proposal.objects.get()
    client.force_login(house.clerk)
    assert client.get(row.get_absolute_url()).status_code == 404
    assert row.title not in text(client, house.clerk, "/proposals/")
    answer = sent(client, house.clerk, "proposals:activity_proposal", activity.pk)
    assert answer.url == activity.get_absolute_url()
    operations.submit(row, by=house.member, version=1, advice="尽快清理")
    assert row.title in text(client, house.office, "/proposals/")


def test_a_representative_puts_no_proposal_of_a_member_forward(client, house):
    deputy = make.posted_member(house.room, name="邓国梁", user=house.member)
    person = make.person("representative", unit=house.room.unit)
    fields = FULL | {"kind": "proposal", "advice": "统一增设", "member": deputy.pk}
    answer = sent(client, person, "proposals:new_proposal", house.room.pk, 422, **fields, then="submit")
    assert "类别中没有这个选项" in answer.content.decode()
    sent(client, person, "proposals:new_proposal", house.room.pk, **FULL, then="submit")
    assert Proposal.objects.get().member is None


def test_nobody_names_a_member_of_another_room(client, house):
    stranger = make.posted_member(house.other_room, name="马文博")
    fields = FULL | {"kind": "proposal", "advice": "统一增设", "member": stranger.pk}
    answer = sent(client, house.clerk, "proposals:new_proposal", house.room.pk, 422, **fields, then="keep")
    assert "提出人中没有这个选项" in answer.content.decode()


def test_the_office_finds_it_waiting_takes_it_in_and_its_author_reads_so(client, house):
    row = operations.draft_and_submit(house.room, by=house.clerk, **FULL)
    assert f"收件：{house.room.unit.short_name}提交的社情民意信息" in text(client, house.office, "/")
    sent(client, house.office, "proposals:send_back_proposal", row.pk, verdict="请补充涉及户数")
    assert "补充社情民意信息后再提交" in text(client, house.clerk, "/")
    assert "退回时说：" in text(client, house.clerk, f"/proposals/{row.pk}/edit/")
    row.refresh_from_db()
    operations.submit(row, by=house.clerk)
    sent(client, house.office, "proposals:receive_proposal", row.pk, verdict="")
    assert "已收件" in text(client, house.clerk, row.get_absolute_url())
    assert "的社情民意信息" not in text(client, house.office, "/")


@pytest.mark.parametrize("act", ["receive_proposal", "send_back_proposal"])
def test_only_the_office_answers(client, house, act):
    row = operations.draft_and_submit(house.room, by=house.clerk, **FULL)
    sent(client, house.clerk, f"proposals:{act}", row.pk, 403, verdict="可以")
    sent(client, house.leading_office, f"proposals:{act}", row.pk, 403, verdict="可以")
    sent(client, house.other_clerk, f"proposals:{act}", row.pk, 404, verdict="可以")


def test_the_list_narrows_and_its_file_holds_the_same(client, house, rf):
    operations.draft_and_submit(house.room, by=house.clerk, **FULL)
    operations.draft(house.room, by=house.clerk, **FULL | {"kind": "suggestion", "title": "井盖换新"})
    operations.draft(house.other_room, by=house.other_clerk, **FULL | {"title": "别室的草稿"})
    told = text(client, house.clerk, "/proposals/")
    assert ("充电车位不足" in told, "井盖换新" in told, "别室的草稿" in told) == (True, True, False)
    told = text(client, house.clerk, "/proposals/", kind="suggestion", sort="oldest")
    assert ("充电车位不足" in told, "井盖换新" in told) == (False, True)
    assert "井盖换新" not in text(client, house.office, "/proposals/")
    rows = rows_of("proposals", house.clerk, {"kind": ["suggestion"]})
    assert [row[:2] for row in LISTINGS["proposals"].rows(rows)] == [("微建议", "井盖换新")]


def test_the_search_finds_it_by_its_title(client, house):
    operations.draft_and_submit(house.room, by=house.clerk, **FULL)
    assert "提案和社情民意" in text(client, house.office, "/search/", q="充电车位")
    assert "充电车位不足" not in text(client, house.other_clerk, "/search/", q="充电车位")


def test_whether_similar_ones_were_looked_at_is_said_only_where_there_are_some(client, house):
    row = received(house)
    here = reverse("proposals:similar_to_proposal", args=[row.pk])
    client.force_login(house.office)
    alone = client.get(here).content.decode()
    received(house, title=row.title)
    beside = client.get(here).content.decode()
    assert ["提出人没有确认查看过相近的。" in each for each in (alone, beside)] == [False, True]
