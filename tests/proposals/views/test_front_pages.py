"""Pages before a proposal lies with the office: signing on a phone, the pool of clues, calls, the public's form."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members.enums import RoleCode
from proposals import operations
from proposals.models import Clue, JointSigner, Proposal, ProposalCall
from proposals.operations import clues
from proposals.queries import waiting_for
from proposals.queries.similar import similar_to
from reports.documents.exports import rows_of
from reports.documents.listings import LISTINGS
from tests import factories as make
from tests.proposals import joint_scene as scene
from tests.rooms.activity_scene import recorded

pytestmark = pytest.mark.django_db


def text(client, user, name, *args, status=200, **params) -> str:
    client.force_login(user)
    answer = client.get(reverse(f"proposals:{name}", args=args), params)
    assert answer.status_code == status
    return answer.content.decode()


def send(client, user, name, *args, status=302, **fields):
    client.force_login(user)
    answer = client.post(reverse(f"proposals:{name}", args=args), fields)
    assert answer.status_code == status, answer.content.decode()
    return answer


def day(days: int) -> str:
    return f"{timezone.localdate() + timedelta(days=days)}"


def a_call(house, **fields) -> ProposalCall:
    make.office()
    values = {
        "theme": "全会提案",
        "text": "围绕中心工作",
        "kinds": ["proposal", "information"],
        "asked": ["members", "rooms", "public"],
        "opens_on": timezone.localdate(),
        "closes_on": timezone.localdate() + timedelta(days=40),
    }
    return ProposalCall.objects.create(
        issuer=make.office(), region=make.city(), created_by=house.office, **values | fields
    )


# ── signing ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_member_is_invited_finds_it_on_his_bench_and_signs(client, house):
    one = scene.signer(house)
    row = scene.drafted(house)
    send(client, house.member, "invite_signers", row.pk, members=[one.pk], until=day(5))
    assert [task.case for task in waiting_for(one.user)] == [row.title]
    page = text(client, one.user, "proposal", row.pk)
    assert "邀请您联名" in page
    assert f'name="version" value="{row.version}"' in page
    send(client, one.user, "sign_proposal", row.pk, version=row.version)
    assert "您已签名" in text(client, one.user, "proposal", row.pk)
    assert list(waiting_for(one.user)) == []
    assert "邓国梁等 2 人" in text(client, house.member, "proposals")
    assert "邓国梁、周佩兰" in text(client, house.member, "proposal", row.pk)
    assert row.title in text(client, one.user, "proposals", q="周佩兰")


def test_who_was_not_asked_neither_reads_nor_signs(client, house):
    row = scene.invited(house, scene.signer(house))
    other = scene.signer(house, "潘越")
    text(client, other.user, "proposal", row.pk, status=404)
    send(client, other.user, "sign_proposal", row.pk, status=404, version=1)


def test_a_signer_may_not_edit(client, house):
    one = scene.signer(house)
    row = scene.invited(house, one)
    text(client, one.user, "edit_proposal", row.pk, status=403)
    send(client, one.user, "withdraw_signer", row.signers.get().pk, status=403)


def test_declining_tells_the_author_and_the_author_takes_back_an_invitation(client, house):
    one, two = scene.signer(house), scene.signer(house, "章开平")
    row = scene.invited(house, one, two)
    send(client, one.user, "decline_signature", row.pk, note="情况不了解")
    assert "情况不了解" in text(client, house.member, "proposal", row.pk)
    send(client, house.member, "withdraw_signer", row.signers.get(member=two).pk)
    assert list(JointSigner.objects.order_by("pk").values_list("state", flat=True)) == ["declined", "withdrawn"]


def test_the_list_asks_for_all_signers_at_once(client, house):
    members = [scene.signer(house, f"委员{n}") for n in range(3)]
    author = scene.deputy(house)
    counts = []
    text(client, house.member, "proposals")
    for _ in range(2):
        for member in members:
            row = scene.invited(house, member, member=author)
            operations.sign(row, by=member.user, version=row.version)
        client.force_login(house.member)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("proposals:proposals"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_export_names_the_signers(house):
    one = scene.signer(house)
    row = scene.invited(house, one)
    operations.sign(row, by=one.user, version=row.version)
    [line] = LISTINGS["proposals"].rows(rows_of("proposals", house.member, {}))
    assert "周佩兰" in line


# ── similar ones ─────────────────────────────────────────────────────────────────────────────────────────────────────
def filed(house, title, **fields):
    now = {"submitted_at": timezone.now(), "submitted_by": house.clerk, "filed_at": timezone.now()}
    given = {"kind": "proposal", "filed_by": house.office, "state": "filed", **now, **fields}
    return Proposal.objects.create(title=title, room=house.other_room, written_by=house.other_clerk, **given)


def test_a_writer_sees_similar_earlier_ones_of_the_city_and_says_so(client, house):
    filed(house, "关于加快老旧小区电动车充电设施建设的建议", year=2025, number=12)
    filed(house, "关于发展青铜文化旅游的建议")
    page = text(client, house.member, "similar", title="关于老旧小区增设充电设施的建议")
    assert "2025年第 12 号" in page
    assert "青铜文化" not in page
    assert 'name="similar_seen" value="1"' in page
    scene.deputy(house)
    told = {"kind": "proposal", "then": "keep", **scene.FULL}
    send(client, house.member, "new_proposal", house.room.pk, similar_seen="1", **told)
    row = Proposal.objects.get(room=house.room)
    assert (row.similar_seen, row.similar_seen_at is not None) == (1, True)
    assert "确认已查看 1 件" in text(client, house.member, "similar_to_proposal", row.pk)


def test_information_of_others_and_drafts_are_not_shown_as_similar(client, house):
    filed(house, "老旧小区充电设施不足", kind="information")
    Proposal.objects.create(
        kind="proposal", title="老旧小区充电设施", room=house.other_room, written_by=house.other_clerk
    )
    assert "没有找到相近的" in text(client, house.member, "similar", title="老旧小区充电设施")


def test_common_words_of_titles_make_nothing_similar(client, house):
    filed(house, "关于青铜文化旅游的建议")
    assert "没有找到相近的" in text(client, house.member, "similar", title="关于中小学课后服务的建议")


def test_looking_for_similar_ones_is_a_few_queries_and_uses_the_index(house):
    for n in range(12):
        filed(house, f"关于老旧小区充电设施建设第{n}期的建议")
    with CaptureQueriesContext(connection) as asked:
        assert len(similar_to(house.member, "老旧小区充电设施")) == 5
    assert len(asked) <= 6
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    assert "proposal_title_pieces" in Proposal.objects.filter(title_pieces__overlap=["充电"]).order_by().explain()


# ── calls ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_office_calls_with_a_catalogue_and_is_reminded_when_it_is_late(client, house):
    fields = {
        "issuer": make.office().pk,
        "theme": "六届五次会议提案",
        "text": "围绕中心工作",
        "kinds": ["proposal"],
        "asked": ["members"],
        "opens_on": day(0),
        "closes_on": day(15),
        "plenary_on": day(20),
        "topics": "城建｜老旧小区充电｜市住建局\n养老服务",
    }
    answer = send(client, house.office, "new_call", **fields)
    call = ProposalCall.objects.get()
    page = client.get(answer.url).content.decode()
    assert "一般要提前一个月以上征集" in page
    assert list(call.topics.values_list("field", "title", "given_by")) == [
        ("城建", "老旧小区充电", "市住建局"),
        ("", "养老服务", ""),
    ]
    assert call.theme in text(client, house.member, "calls")
    text(client, house.member, "edit_call", call.pk, status=403)


def test_what_answers_an_urgent_call_is_urgent_and_what_comes_late_is_refused(client, house):
    scene.deputy(house)
    call = a_call(house, is_urgent=True)
    told = {"kind": "proposal", "call": call.pk, "then": "submit", **scene.FULL}
    send(client, house.member, "new_proposal", house.room.pk, **told)
    row = Proposal.objects.get()
    assert (row.state, row.is_urgent, row.call) == ("submitted", True, call)
    row = operations.take_back(row, by=house.member)
    ProposalCall.objects.update(opens_on=timezone.localdate() - timedelta(days=9), closes_on=day(-1))
    said = send(client, house.member, "edit_proposal", row.pk, status=422, version=row.version, **told)
    assert "征集已经截止；可以改为不选征集" in said.content.decode()


def test_a_kind_that_is_not_asked_for_is_refused_in_words(client, house):
    call = a_call(house)
    told = {"kind": "suggestion", "call": call.pk, "then": "keep", **scene.FULL}
    said = send(client, house.clerk, "new_proposal", house.room.pk, status=422, **told)
    assert "这次征集的是提案、社情民意信息" in said.content.decode()


# ── clues ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_member_gives_a_clue_and_others_take_it_up(client, house):
    send(client, house.clerk, "give_clue", house.room.pk, title="路灯不亮", text="背街小巷路灯不亮")
    clue = Clue.objects.get()
    one, two = scene.deputy(house), scene.signer(house)
    for member in (one, two, two):
        send(client, member.user, "take_up_clue", clue.pk, room=house.room.pk)
    assert sorted(Proposal.objects.values_list("member__name", flat=True)) == ["周佩兰", "邓国梁"]
    clue.refresh_from_db()
    assert (clue.state, clue.verdict) == ("adopted", "邓国梁委员据此起草。")
    assert "已有 2 件由此起草" in text(client, house.clerk, "clue", clue.pk)


def test_the_office_enters_declines_and_merges(client, house):
    told = {"source": "hotline", "source_note": "12345 热线", "text": "公交站台没有雨棚"}
    for title in ("站台雨棚", "公交站台", "别的"):
        send(client, house.office, "enter_clue", title=title, **told)
    first, second, third = Clue.objects.order_by("pk")
    send(client, house.office, "merge_clue", second.pk, into=first.pk)
    send(client, house.office, "decline_clue", third.pk, verdict="已在办理")
    assert list(Clue.objects.order_by("pk").values_list("state", flat=True)) == ["new", "merged", "declined"]
    send(client, house.office, "take_up_clue", first.pk, room=house.room.pk)
    made = Proposal.objects.get()
    assert (made.kind, made.member, made.room) == ("information", None, house.room)
    assert made in Proposal.objects.visible_to(house.clerk)
    text(client, house.member, "enter_clue", status=403)


def test_a_voice_is_put_into_the_pool_once(house):
    make.office()
    activity = recorded(house.room, by=house.clerk, voices=[{"kind": "suggestion", "text": "多设路灯"}])
    found = [clues.clue_from_voice(activity.voices.get(), by=house.clerk) for _ in range(2)]
    assert found[0] == found[1]


def test_the_public_gives_one_without_an_account_and_only_the_office_sees_it(client, house):
    call = a_call(house)
    page = reverse("proposals:public_clues", args=[make.city().code])
    shown = client.get(page).content.decode()
    assert "请不要填写涉密内容" in shown
    assert call.theme in shown
    answer = client.post(page, {"title": "路灯不亮", "text": "夜里看不见路", "contact": "13900000000"})
    clue = Clue.objects.get()
    assert answer.url == reverse("proposals:public_clue", args=[clue.code])
    told = client.get(answer.url).content.decode()
    assert "已收到" in told
    assert clue.title not in told
    text(client, house.member, "clue", clue.pk, status=404)
    assert "13900000000" in text(client, house.office, "clue", clue.pk)
    assert clue.title not in text(client, house.member, "clues")
    send(client, house.office, "screen_clue", clue.pk)
    seen = text(client, house.member, "clue", clue.pk)
    assert clue.title in seen
    assert "13900000000" not in seen


def test_the_public_is_told_why_and_a_machine_or_a_flood_is_not_kept(client, house):
    make.office()
    page = reverse("proposals:public_clues", args=[make.city().code])
    client.post(page, {"title": "广告", "text": "广告", "website": "http://x"})
    assert not Clue.objects.exists()
    answers = [client.post(page, {"title": f"线索{n}", "text": "内容"}).status_code for n in range(6)]
    assert answers == [302, 302, 302, 302, 429, 429]
    clue = Clue.objects.first()
    clues.decline_clue(clue, by=house.office, verdict="不属于提案范围")
    assert "不属于提案范围" in client.get(reverse("proposals:public_clue", args=[clue.code])).content.decode()
    assert client.get(reverse("proposals:public_clue", args=["ABC"])).status_code == 404
    assert client.get(reverse("proposals:public_clues", args=["999999999999"])).status_code == 404


def test_whose_role_is_elsewhere_sees_no_pool(client, house):
    stranger = make.person(RoleCode.SECURITY, unit=house.office.roles.get().unit)
    client.force_login(stranger)
    assert client.get(reverse("proposals:clues")).status_code == 403


def test_what_was_merged_names_no_clue_of_somebody_else(client, house):
    """The other one may be unread yet: the public page and a member read only that there is one."""
    office = make.office()
    make.posted_member(house.room, user=house.member)
    private = clues.give_publicly(office, title="某住户家暴情况", text="请走访")
    public = clues.give_publicly(office, title="小区噪声扰民", text="夜间施工")
    clues.screen_clue(public, by=house.office)
    clues.merge_clue(public, into=private, by=house.office)
    for person, shows in ((None, False), (house.member, False), (house.office, True)):
        client.force_login(person) if person else client.logout()
        url = public.get_absolute_url() if person else reverse("proposals:public_clue", args=[public.code])
        page = client.get(url)
        assert page.status_code == 200
        told = page.content.decode()
        assert ("与另一条线索内容相近，合并办理" in told, private.title in told) == (True, shows)


def test_a_room_hangs_up_the_code_of_the_form_that_names_it(house, client, settings):
    make.office()
    page = reverse("proposals:suggest_code", args=[house.room.pk])
    city = house.room.unit.region.city_code
    address = f"{settings.SITE_URL}/suggest/{city}/?room={house.room.pk}"
    client.force_login(house.clerk)
    told = client.get(page).content.decode()
    assert [word in told for word in (f'<a href="{address}">', 'class="qr"')] == [True, True]
    assert page in client.get(reverse("rooms:room", args=[house.room.pk])).content.decode()
    client.force_login(house.other_clerk)
    assert client.get(page).status_code in (403, 404)
    client.logout()
    assert house.room.name in client.get(address.removeprefix(settings.SITE_URL)).content.decode()
