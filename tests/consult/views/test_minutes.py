import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from consult.enums import MinutesState
from consult.models import Minutes
from consult.steps import minutes as step
from consult.steps import signing
from members.models import Draft
from tests import minutes_scene as scene

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"


def url(name, draft):
    return reverse(f"consult:{name}", args=[draft.consultation_id])


def typed(draft, **changes):
    fields = {f"part_{part['key']}": part["text"] for part in draft.sections}
    return {"title": draft.title, "version": draft.version, **fields, **changes}


@pytest.fixture
def as_clerk(house, client):
    client.force_login(house.clerk)
    return client


@pytest.fixture
def as_convener(house, client):
    house.convener.set_password(PASSWORD)
    house.convener.save(update_fields=["password"])
    client.force_login(house.convener)
    return client


def test_the_way_to_the_minutes_is_shown_before_there_are_any(house, as_clerk):
    case = scene.held(house)
    page = as_clerk.get(reverse("consult:minutes", args=[case.pk]))
    assert "由会议记录生成纪要" in page.content.decode()


def test_composing_leads_to_the_editor(house, as_clerk):
    case = scene.held(house)
    response = as_clerk.post(reverse("consult:compose_minutes", args=[case.pk]), follow=True)
    assert response.redirect_chain == [(reverse("consult:minutes", args=[case.pk]), 302)]
    assert 'name="part_discussion"' in response.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_statements(house, as_clerk, django_assert_max_num_queries):
    draft = scene.drafted(house)
    with django_assert_max_num_queries(60):
        as_clerk.get(url("minutes", draft))


def test_saving_keeps_the_text_and_forgets_what_was_typed(house, as_clerk):
    draft = scene.drafted(house)
    Draft.objects.create(user=house.clerk, key=f"consult:minutes:{draft.pk}", label="协商纪要", url="/", fields={})
    as_clerk.post(url("edit_minutes", draft), typed(draft, part_background="改写过的情况。"))
    draft.refresh_from_db()
    assert scene.text_of(draft, "background") == "改写过的情况。"
    assert not Draft.objects.exists()


def test_a_stale_save_shows_both_texts(house, as_clerk):
    draft = scene.drafted(house)
    as_clerk.post(url("edit_minutes", draft), typed(draft, part_background="先保存的"))
    page = as_clerk.post(url("edit_minutes", draft), typed(draft, part_background="后保存的")).content.decode()
    assert "两人同时改" in page
    assert (page.count("先保存的") > 0, page.count("后保存的") > 0) == (True, True)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "请填写标题。"),
        ({"title": "长" * 121}, "标题不能超过 120 字，现在是 121 字。"),
        ({"part_discussion": "长" * 15_001}, "不能超过 15000 字"),
        ({"version": "x"}, "填写的内容都在"),
        ({"version": "99999999999999999999"}, "请对照两份内容后再保存"),
    ],
)
def test_what_cannot_be_saved_is_told_and_kept(house, as_clerk, changes, sentence):
    draft = scene.drafted(house)
    response = as_clerk.post(url("edit_minutes", draft), typed(draft, **{"part_background": "打好的字", **changes}))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "打好的字" in response.content.decode()


def test_emoji_and_rare_characters_are_kept(house, as_clerk):
    draft = scene.drafted(house)
    as_clerk.post(url("edit_minutes", draft), typed(draft, part_background="䶮泉𠮷祥😀"))
    draft.refresh_from_db()
    assert scene.text_of(draft, "background") == "䶮泉𠮷祥😀"


def test_offering_saves_what_was_typed_first(house, as_clerk):
    draft = scene.drafted(house)
    as_clerk.post(url("edit_minutes", draft), typed(draft, part_background="最后改的。", then="offer"))
    draft.refresh_from_db()
    assert (draft.state, scene.text_of(draft, "background")) == (MinutesState.OFFERED, "最后改的。")


def test_a_private_name_is_saved_but_not_offered_and_the_page_says_where(house, as_clerk):
    draft = scene.drafted(house)
    page = as_clerk.post(
        url("edit_minutes", draft), typed(draft, part_background="吴德胜家进水。", then="offer"), follow=True
    ).content.decode()
    draft.refresh_from_db()
    assert draft.state == MinutesState.DRAFT
    assert "“基本情况”里写了群众姓名“吴德胜”" in page
    assert 'aria-disabled="true"' in page


def test_new_content_of_the_record_is_taken_part_by_part(house, as_clerk):
    draft = scene.drafted(house)
    draft = step.edit(draft, by=house.clerk, version=draft.version, title=draft.title, texts={"research": "我写的。"})
    as_clerk.post(url("renew_minutes", draft), {"key": "research", "version": draft.version})
    draft.refresh_from_db()
    assert scene.text_of(draft, "research").startswith("会前开展调研1次")


@pytest.mark.parametrize("data", [{}, {"key": "nothing", "version": "1"}, {"key": "research", "version": "²"}])
def test_a_forged_renewal_is_refused_in_a_sentence(house, as_clerk, data):
    response = as_clerk.post(url("renew_minutes", scene.drafted(house)), data)
    assert response.status_code == 302


def test_the_dialog_says_what_which_number_by_whom_and_to_whom(house, as_convener):
    draft = scene.offered(house)
    page = as_convener.get(url("sign_minutes", draft)).content.decode()
    for words in (draft.title, "第 1 期", "罗建平", house.room.approver.name, "审签以后正文不能再改", "登录密码"):
        assert words in page


def test_signing_needs_the_password_again(house, as_convener):
    draft = scene.offered(house)
    seen = signing.as_read(draft)
    wrong = as_convener.post(url("sign_minutes", draft), {"seen": seen, "proof": "wrong"})
    assert (wrong.status_code, "密码不对" in wrong.content.decode()) == (422, True)
    right = as_convener.post(url("sign_minutes", draft), {"seen": seen, "proof": PASSWORD})
    assert right.status_code == 302
    assert Minutes.objects.get().number == 1


def test_after_five_wrong_proofs_even_the_right_one_waits(house, as_convener):
    draft = scene.offered(house)
    seen = signing.as_read(draft)
    for _ in range(5):
        as_convener.post(url("sign_minutes", draft), {"seen": seen, "proof": "wrong"})
    page = as_convener.post(url("sign_minutes", draft), {"seen": seen, "proof": PASSWORD}).content.decode()
    assert "输错次数过多" in page
    assert Minutes.objects.get().state == MinutesState.OFFERED


def test_whoever_has_a_dynamic_code_signs_with_it(house, as_convener, lasting_code):
    secret = generate_totp_secret()
    TOTP.activate(house.convener, secret)
    draft = scene.offered(house)
    seen = signing.as_read(draft)
    assert "动态口令" in as_convener.get(url("sign_minutes", draft)).content.decode()
    assert as_convener.post(url("sign_minutes", draft), {"seen": seen, "proof": PASSWORD}).status_code == 422
    as_convener.post(url("sign_minutes", draft), {"seen": seen, "proof": lasting_code(secret)})
    assert Minutes.objects.get().state == MinutesState.SIGNED


def test_a_text_that_changed_after_it_was_read_is_not_signed(house, as_convener):
    draft = scene.offered(house)
    page = as_convener.post(url("sign_minutes", draft), {"seen": "0" * 64, "proof": PASSWORD})
    assert (page.status_code, "又有改动" in page.content.decode()) == (422, True)


def test_the_second_convener_sees_who_signs(house, client):
    draft = scene.offered(house)
    client.force_login(house.second_convener)
    assert "纪要由第一召集人审签。" in client.get(url("minutes", draft)).content.decode()


def test_the_clerk_may_not_sign(house, as_clerk):
    assert as_clerk.get(url("sign_minutes", scene.offered(house))).status_code == 403


def test_another_room_does_not_see_the_minutes(house, client):
    draft = scene.drafted(house)
    client.force_login(house.other_clerk)
    names = ("minutes", "sign_minutes", "compare_minutes", "correct_minutes")
    assert {client.get(url(name, draft)).status_code for name in names} == {404}


def test_the_township_does_not_read_the_draft(house, client):
    draft = scene.drafted(house)
    client.force_login(house.township)
    page = client.get(url("minutes", draft)).content.decode()
    assert "纪要还在联络室起草" in page
    assert scene.text_of(draft, "discussion")[:20] not in page


def test_returning_asks_for_a_reason(house, as_convener):
    draft = scene.offered(house)
    assert as_convener.post(url("return_minutes", draft), {"reason": ""}).status_code == 422
    as_convener.post(url("return_minutes", draft), {"reason": "补写费用"})
    assert Minutes.objects.get().state == MinutesState.DRAFT


def test_a_correction_is_compared_with_what_was_signed_before(house, as_convener):
    edition = scene.signed(house)
    as_convener.post(url("correct_minutes", edition.minutes), {"reason": "户数写错"})
    opened = Minutes.objects.get()
    text = scene.text_of(opened, "background").replace("216户", "218户")
    as_convener.post(url("edit_minutes", opened), typed(opened, part_background=text))
    page = as_convener.get(url("compare_minutes", opened)).content.decode()
    assert ("<del>6</del>" in page, "<ins>8</ins>" in page) == (True, True)


def test_refusals_noted_at_once_by_two_people_are_both_shown(house, as_clerk):
    signed = scene.signed(house).minutes
    page = as_clerk.get(url("note_refusals", signed)).content.decode()
    assert f'name="version" value="{signed.version}"' in page
    as_clerk.post(url("note_refusals", signed), {"refusals": "商户代表一人未签", "version": signed.version})
    answer = as_clerk.post(url("note_refusals", signed), {"refusals": "一户没有签字", "version": signed.version})
    page = answer.content.decode()
    assert (answer.status_code, "商户代表一人未签" in page, "一户没有签字" in page) == (422, True, True)
    assert Minutes.objects.get().refusals == "商户代表一人未签"


@pytest.mark.parametrize("query", ["?old=x&new=y", "?old=99", "?new=draft"])
def test_unknown_versions_fall_back_to_known_ones(house, as_clerk, query):
    edition = scene.signed(house)
    assert as_clerk.get(url("compare_minutes", edition.minutes) + query).status_code == 200


def test_backfilled_minutes_are_marked_on_the_page(house, as_clerk):
    draft = scene.drafted(house, backfill_reason="3月在纸上开展")
    page = as_clerk.get(url("minutes", draft)).content.decode()
    assert ('<span class="lbl">补录</span>' in page, 'name="dated_on"' in page) == (True, True)


def test_the_case_shows_its_minutes_with_the_way_to_print(house, as_clerk):
    edition = scene.signed(house)
    page = as_clerk.get(reverse("consult:consultation", args=[edition.minutes.consultation_id])).content.decode()
    assert edition.minutes.title in page
    assert reverse("reports:paper", args=["minutes", edition.minutes_id]) in page


def test_signed_minutes_are_sent_from_their_page_until_they_are_out(house, as_convener, client):
    draft = scene.offered(house)
    way = url("send_submission", draft)
    assert way not in as_convener.get(url("minutes", draft)).content.decode()
    signing.sign(draft, by=house.convener, seen=signing.as_read(draft))
    assert way in as_convener.get(url("minutes", draft)).content.decode()
    as_convener.post(way)
    assert way not in as_convener.get(url("minutes", draft)).content.decode()
