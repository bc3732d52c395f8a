"""Pages of activities: the quick form, the list with its figures, and who reads what."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.models import Attachment, Draft, Event
from rooms import operations
from rooms.models import Activity, Voice
from rooms.operations import Part
from tests import factories as make
from tests.rooms.activity_scene import RECEPTION, VISIT, activity_day, recorded

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
WORD = "松烟墨"


def page(client, user, path, *, status=200, **params):
    client.force_login(user)
    answer = client.get(path, params)
    assert answer.status_code == status, answer.content.decode()[-800:]
    return answer


def text(client, user, path, **params) -> str:
    return page(client, user, path, **params).content.decode()


def new(room) -> str:
    return f"/rooms/{room.pk}/activities/new/"


def sent(client, user, path, status=302, **fields):
    client.force_login(user)
    values = {**RECEPTION, "context": "ordinary", "on": f"{TODAY}", "token": str(uuid4()), **fields}
    answer = client.post(path, values)
    assert answer.status_code == status, answer.content.decode()
    return answer


def test_a_reception_is_written_down_in_one_page(client, house):
    member = make.posted_member(house.room)
    Draft.objects.create(user=house.clerk, key=f"rooms:new_activity:{house.room.pk}", label="登记活动", url="/")
    fields = {"people": [f"m{member.pk}"], "voice_0_kind": "suggestion", "voice_0_text": "每季度清一次化粪池"}
    answer = sent(client, house.clerk, new(house.room), **fields)
    activity = Activity.objects.get()
    assert answer.url == f"/activities/{activity.pk}/"
    assert (activity.amount, activity.get_response_display(), activity.created_by) == (2, "现场解答", house.clerk)
    assert activity.people.get().attending_as == "host"
    # The only member who took part brought it.
    assert (Voice.objects.get().text, Voice.objects.get().member) == ("每季度清一次化粪池", member)
    assert not Draft.objects.exists()
    told = text(client, house.clerk, answer.url)
    assert "已登记接访 2 人次，计入日常。" in told
    assert "汪桂香等 2 人" in told


def test_sent_twice_it_is_one_row(client, house):
    token = str(uuid4())
    urls = {sent(client, house.clerk, new(house.room), token=token).url for _ in range(2)}
    assert (len(urls), Activity.objects.count()) == (1, 1)


def test_the_form_opens_with_what_is_most_likely(client, house):
    make.posted_member(house.room, user=house.member)
    activity_day(TODAY)
    form = page(client, house.member, new(house.room), kind="visit").context["form"]
    assert form.initial["kind"] == "visit"
    assert form.initial["context"] == "activity_day"
    assert form.initial["people"] == [f"m{house.member.member.pk}"]
    form = page(client, house.member, new(house.room), kind="nonsense", context="nonsense").context["form"]
    assert (form.initial["kind"], form.initial["context"]) == ("reception", "activity_day")


def test_nobody_is_given_an_activity_that_the_clerk_did_not_name_him_for(client, house):
    recorded(house.room, by=house.clerk, people=[make.posted_member(house.room)])
    assert page(client, house.clerk, new(house.room)).context["form"].initial["people"] == []


def test_what_the_kind_does_not_have_is_not_kept(client, house):
    answer = sent(
        client, house.clerk, new(house.room), kind="study", amount=1, hours="1.5", money="20", goods_0_name="水"
    )
    activity = Activity.objects.get(pk=answer.url.split("/")[2])
    assert (activity.visitor, activity.response, activity.money, str(activity.hours)) == ("", "", None, "1.5")
    assert not activity.goods.exists()


def test_what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost(client, house):
    answer = sent(client, house.clerk, new(house.room), 422, what="", response="", visitor=WORD)
    told = answer.content.decode()
    assert "请填写事项。" in told
    assert "请选择答复方式。" in told
    assert WORD in told
    answer = sent(client, house.clerk, new(house.room), 422, kind="charity", goods_0_name="棉被")
    assert "物品要写明名称、数量和单位。" in answer.content.decode()
    answer = sent(client, house.clerk, new(house.room), 422, voice_0_said_by="汪桂香")
    assert "也要写明反映的内容" in answer.content.decode()


def test_a_refusal_is_the_forms_error(client, house):
    answer = sent(client, house.clerk, new(house.room), 422, amount=501)
    assert "接访的数量应当在 1 到 500 人次之间" in answer.content.decode()


def test_somebody_who_has_left_can_be_named_for_a_day_before(client, house):
    member = make.posted_member(house.room)
    operations.end_posting(member.postings.get(), by=house.clerk, last_on=TODAY - timedelta(days=5))
    day = TODAY - timedelta(days=6)
    sent(client, house.clerk, new(house.room), on=f"{day}", people=[f"m{member.pk}"])
    assert Activity.objects.get().people.get().member == member


@pytest.mark.parametrize("name", ["clerk", "convener", "member"])
def test_everybody_of_the_room_may_write_down(client, house, name):
    sent(client, getattr(house, name), new(house.room))
    assert Activity.objects.count() == 1


@pytest.mark.parametrize(("name", "status"), [("township", 403), ("leading_office", 403), ("auditor", 403)])
def test_who_only_looks_on_writes_nothing_down(client, house, name, status):
    sent(client, getattr(house, name), new(house.room), status)


def test_from_anywhere_the_form_of_the_own_room_opens(client, house):
    assert page(client, house.clerk, "/activities/new/", status=302).url == new(house.room)
    make.grant(house.clerk, "clerk", unit=house.other_room.unit)
    told = text(client, house.clerk, "/activities/new/")
    assert all(room.name in told for room in (house.room, house.other_room))


def confidential(house):
    values = {"what": WORD, "visitor": WORD, "result": WORD, "place": WORD, "is_confidential": True}
    return recorded(house.room, by=house.clerk, voices=[{"kind": "information", "text": WORD}], **values)


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        ("clerk", True),
        ("convener", True),
        ("member", True),
        ("auditor", True),
        ("township", False),
        ("leading_office", False),
        ("office", False),
    ],
)
def test_what_is_confidential_is_read_by_the_room_and_the_auditor(client, house, name, reads):
    activity, user = confidential(house), getattr(house, name)
    for path in (f"/activities/{activity.pk}/", "/activities/", "/voices/", f"/rooms/{house.room.pk}/"):
        told = text(client, user, path)
        if not reads:
            assert WORD not in told, path
    shown = text(client, user, f"/activities/{activity.pk}/")
    assert (WORD in shown, "接访　2 人次" in shown) == (reads, True)
    # Nor does a filter say what stands there.
    found = page(client, user, "/activities/", q=WORD).context["page"].rows
    assert bool(found) == reads


def test_the_visitors_name_stays_with_the_room(client, house):
    activity = recorded(house.room, by=house.clerk, visitor=WORD)
    path = f"/activities/{activity.pk}/"
    assert WORD in text(client, house.clerk, path)
    told = text(client, house.township, path)
    assert WORD not in told
    assert "1 栋楼道堆物" in told


@pytest.mark.parametrize("name", ["admin", "security", "other_clerk", "other_township", "department", "stranger"])
def test_others_do_not_find_it(client, house, name):
    activity = recorded(house.room, by=house.clerk)
    page(client, getattr(house, name), f"/activities/{activity.pk}/", status=404)


def test_figures_stand_on_top_and_lead_to_their_records(client, house):
    day = activity_day(TODAY - timedelta(days=2))
    recorded(house.room, by=house.clerk)
    recorded(house.other_room, by=house.other_clerk)
    voices = [{"kind": "information", "text": "井盖松动"}]
    recorded(house.room, by=house.clerk, context="activity_day", on=day.on, voices=voices, **VISIT)
    context = page(client, house.leading_office, "/activities/").context
    assert [(each.word, each.value, each.unit) for each, _ in context["figures"]] == [
        ("接访", 4, "人次"),
        ("走访", 6, "人次"),
        ("社情民意信息", 1, "条"),
    ]
    urls = [
        url for _, url in page(client, house.leading_office, "/activities/", context="activity_day").context["figures"]
    ]
    assert urls == ["/activities/?context=activity_day&kind=visit", "/voices/?context=activity_day&kind=information"]
    for url in urls:
        assert len(page(client, house.leading_office, url).context["page"].rows) == 1
    assert [each.value for each, _ in page(client, house.clerk, "/activities/").context["figures"]] == [2, 6, 1]


def test_the_list_is_narrowed_by_all_that_is_asked(client, house):
    member = make.posted_member(house.room, name="沈雅琴")
    voices = [{"kind": "information", "text": "井盖松动"}]
    first = recorded(house.room, by=house.clerk, people=[member], voices=voices, on=TODAY - timedelta(days=40))
    second = recorded(house.room, by=house.clerk, response="explained", place="菜场", amount=9)
    third = recorded(house.other_room, by=house.other_clerk, **VISIT)
    asked = {
        "kind=visit": [third],
        f"room={house.room.pk}": [second, first],
        f"since={TODAY}": [third, second],
        f"until={TODAY - timedelta(days=1)}": [first],
        f"member={member.pk}": [first],
        "response=explained": [second],
        "voices=yes": [first],
        "voices=suggestion": [],
        "q=菜场": [second],
        "sort=oldest": [first, second, third],
        "sort=most": [second, third, first],
    }
    for query, expected in asked.items():
        assert page(client, house.leading_office, f"/activities/?{query}").context["page"].rows == expected, query


def test_pages_follow_each_other_in_every_order(client, house, monkeypatch):
    monkeypatch.setattr("rooms.views.activities.PAGE_SIZE", 2)
    made = [recorded(house.room, by=house.clerk, amount=n + 1, on=TODAY - timedelta(days=n // 2)) for n in range(5)]
    for sort in ("newest", "oldest", "most"):
        seen, url = [], f"/activities/?sort={sort}"
        while url:
            shown = page(client, house.clerk, url).context["page"]
            seen += shown.rows
            url = f"/activities/{shown.next}" if shown.next else ""
        assert sorted(row.pk for row in seen) == [row.pk for row in made]
        assert len(seen) == len(made)
    page(client, house.clerk, "/activities/?after=nonsense~1")
    page(client, house.clerk, "/activities/?after=2026-99-99~1")
    page(client, house.clerk, "/activities/?sort=most&after=x~1")


def test_a_longer_list_costs_no_more_queries(client, house):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client, house.leading_office, "/activities/")
        return len(captured)

    people = [make.posted_member(house.room), make.RepresentativeFactory(room=house.room), house.clerk]
    recorded(house.room, by=house.clerk, people=people)
    cost()
    first = cost()
    for _ in range(6):
        recorded(house.room, by=house.clerk, people=people, voices=[{"kind": "information", "text": "井盖"}])
    assert cost() == first
    assert first < 20


def test_the_room_page_tells_this_years_activities(client, house):
    recorded(house.room, by=house.clerk, on=TODAY - timedelta(days=400))
    recorded(house.room, by=house.clerk)
    told = text(client, house.township, f"/rooms/{house.room.pk}/")
    assert "今年 1 次" in told
    assert f"/activities/?room={house.room.pk}" in told
    assert "今年 1 次" not in text(client, house.admin, f"/rooms/{house.room.pk}/")


def test_an_entry_is_set_right_by_the_staff_and_by_who_made_it(client, house):
    member = make.posted_member(house.room, user=house.member)
    own = recorded(house.room, by=house.member, people=[Part(member, "host")])
    other = recorded(house.room, by=house.clerk)
    page(client, house.member, f"/activities/{other.pk}/edit/", status=403)
    form = page(client, house.member, f"/activities/{own.pk}/edit/").context["form"]
    assert form.initial["people"] == [f"m{member.pk}"]
    fields = {"version": 1, "amount": 4, "people": [f"m{member.pk}"]}
    sent(client, house.member, f"/activities/{own.pk}/edit/", **fields)
    own.refresh_from_db()
    assert (own.amount, own.version) == (4, 2)
    answer = sent(client, house.clerk, f"/activities/{own.pk}/edit/", 422, **{**fields, "amount": 5})
    assert "别人刚刚保存过这份记录" in answer.content.decode()


def test_it_is_taken_out_with_a_reason_and_leaves_the_list(client, house):
    activity = recorded(house.room, by=house.clerk)
    client.force_login(house.clerk)
    assert client.post(f"/activities/{activity.pk}/remove/", {"reason": ""}).status_code == 422
    assert client.post(f"/activities/{activity.pk}/remove/", {"reason": "登记了两次"}).status_code == 302
    assert page(client, house.clerk, "/activities/").context["page"].rows == []
    assert "已移出，不计入统计" in text(client, house.clerk, f"/activities/{activity.pk}/")
    assert "1 栋楼道堆物" not in text(client, house.township, f"/activities/{activity.pk}/")


def test_what_became_of_a_voice_is_told_in_its_list(client, house):
    voices = [{"kind": "information", "text": "井盖松动"}, {"kind": "suggestion", "text": "多设路灯"}]
    activity = recorded(house.room, by=house.clerk, voices=voices)
    voice = activity.voices.first()
    client.force_login(house.clerk)
    answer = client.post(f"/voices/{voice.pk}/follow/", {"became": "街道已更换", "version": 1})
    assert answer.status_code == 302
    assert [row.text for row in page(client, house.office, "/voices/", became="no").context["page"].rows] == [
        "多设路灯"
    ]
    assert "街道已更换" in text(client, house.office, "/voices/", became="yes")
    fields = {"kind": "suggestion", "text": "再加一条"}
    assert client.post(f"/activities/{activity.pk}/voices/new/", fields).status_code == 403
    client.force_login(house.clerk)
    client.post(f"/activities/{activity.pk}/voices/new/", fields)
    client.post(f"/voices/{voice.pk}/", {"kind": "suggestion", "text": "井盖要换", "version": 2})
    client.post(f"/voices/{activity.voices.get(text='多设路灯').pk}/remove/", {"reason": "不是本室的"})
    assert set(Voice.objects.standing().values_list("kind", "text")) == {
        ("suggestion", "井盖要换"),
        ("suggestion", "再加一条"),
    }


def photo_of(activity, by) -> Attachment:
    row = Attachment(name="现场.jpg", media_type="image/jpeg", size=4, sha256="0" * 64, uploaded_by=by, owner=activity)
    row.owner_id = str(activity.pk)
    row.file.save("photo.jpg", ContentFile(b"jpeg"), save=False)
    row.thumbnail.save("photo.jpg", ContentFile(b"jpeg"), save=False)
    row.save(force_insert=True)
    return row


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def fetched(client, user, photo) -> int:
    client.force_login(user)
    answer = client.get(f"/files/{photo.pk}/")
    if answer.streaming:
        assert b"".join(answer.streaming_content) == b"jpeg"
    return answer.status_code


def test_photos_of_what_is_confidential_or_taken_out_stay_with_the_room(client, house, media):
    hidden, plain, out = confidential(house), *(recorded(house.room, by=house.clerk) for _ in range(2))
    operations.remove_activity(out, by=house.clerk, reason="登记重复")
    photos = [photo_of(each, house.clerk) for each in (hidden, plain, out)]
    whole = (200, 200, 200)
    for user, statuses in ((house.member, whole), (house.auditor, whole), (house.township, (404, 200, 404))):
        assert tuple(fetched(client, user, each) for each in photos) == statuses


def test_a_photo_is_taken_away_and_the_ledger_tells_it(client, house, media):
    activity = recorded(house.room, by=house.clerk)
    photo = photo_of(activity, house.clerk)
    client.force_login(house.clerk)
    answer = client.post(f"/files/{photo.pk}/take-away/", {"reason": "拍到住户"})
    assert (answer.status_code, answer.url) == (302, f"/activities/{activity.pk}/")
    assert not activity.attachments.standing().exists()
    assert Event.objects.get(verb="members.take_file_away").unit_id == house.room.unit_id


def test_a_longer_list_of_voices_costs_no_more_queries(client, house):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client, house.clerk, "/voices/")
        return len(captured)

    recorded(house.room, by=house.clerk, voices=[{"kind": "information", "text": "井盖"}])
    cost()
    first = cost()
    for _ in range(5):
        recorded(house.room, by=house.clerk, voices=[{"kind": "information", "text": "井盖"}])
    assert cost() == first


def test_the_exported_file_tells_no_more_than_the_page(client, house):
    confidential(house)
    recorded(house.room, by=house.clerk, **VISIT)
    for kind in ("activities", "voices"):
        answer = page(client, house.leading_office, f"/exports/{kind}/")
        assert answer["Content-Type"].endswith("sheet")


def test_a_filter_by_member_tells_no_name_of_another_room(house, client):
    own = make.posted_member(house.room, name="龚雪梅")
    other = make.posted_member(house.other_room, name="贺春山")
    for path in ("/activities/", "/voices/"):
        assert "龚雪梅" in text(client, house.clerk, path, member=own.pk)
        assert "贺春山" not in text(client, house.clerk, path, member=other.pk)
