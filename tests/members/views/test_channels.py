"""Pages of channels, of what became of messages, and of what reaches oneself."""

import pytest
from django.urls import reverse

from members.enums import ChannelKind, DeliveryState, RoleCode
from members.models import Channel, Delivery, Notice, Reach
from members.operations.sealing import seal, unseal
from reports.documents.listings import LISTINGS
from tests import factories as make

pytestmark = pytest.mark.django_db

SECRET = "SEC-geheim"
ADDRESS = "http://127.0.0.1:9/send?key=K-geheim"


@pytest.fixture
def admin(house, client):
    client.force_login(house.admin)
    return client


def channel(**fields) -> Channel:
    values = {"region": make.city(), "kind": "sms", "name": "短信", "enabled": True, "timeout": 1}
    return Channel.objects.create(**values | {"sealed_address": seal(ADDRESS)} | fields)


def dead(house, found) -> Delivery:
    notice = Notice.objects.create(user=house.clerk, sentence="张三家漏水")
    return Delivery.objects.create(
        channel=found,
        user=house.clerk,
        notice=notice,
        address="13800000001",
        state=DeliveryState.DEAD,
        error="网关回答 500。",
    )


def test_an_administrator_sets_a_channel_up_and_never_sees_its_secret_again(admin, house):
    sent = {
        "region": make.city().pk,
        "name": "钉钉群",
        "address": ADDRESS,
        "secret": SECRET,
        "timeout": 5,
        "only": "",
        "enabled": "on",
    }
    made = admin.post(reverse("members:new_channel", args=["dingtalk"]), sent, follow=True)
    found = Channel.objects.get()
    assert (found.kind, found.enabled, unseal(found.sealed_secret)) == (ChannelKind.DINGTALK, True, SECRET)
    page = made.content.decode()
    assert "http://127.0.0.1:9/send" in page
    assert [word for word in ("geheim", SECRET) if word in page] == []
    sent |= {"address": "", "secret": "", "name": "工作群", "version": found.version}
    assert admin.post(reverse("members:edit_channel", args=[found.pk]), sent).status_code == 302
    found.refresh_from_db()
    assert (found.name, unseal(found.sealed_secret)) == ("工作群", SECRET)


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("address", "http://user:pw@a.example/", "不能写用户名和密码"),
        ("body", '{"a": ', "不是合格的 JSON"),
        ("body", "[1]", "JSON 对象"),
        ("quiet_from", "25:00", "时和分"),
        ("timeout", "600", "不能大于 15"),
    ],
)
def test_what_cannot_work_is_said_at_its_field(admin, house, name, typed, said):
    sent = {"region": make.city().pk, "name": "短信", "address": ADDRESS, "timeout": 5, "signing": "none", name: typed}
    answer = admin.post(reverse("members:new_channel", args=["sms"]), sent)
    assert (answer.status_code, Channel.objects.count()) == (422, 0)
    assert said in answer.content.decode()


def test_dead_letters_are_seen_without_what_they_said_and_sent_again(admin, house):
    found = dead(house, channel())
    page = admin.get(reverse("members:deliveries") + "?state=dead").content.decode()
    assert [word for word in ("张三", "13800000001") if word in page] == []
    assert "网关回答 500。" in page
    assert admin.post(reverse("members:resend_deliveries"), {"delivery": [found.pk]}).status_code == 302
    found.refresh_from_db()
    assert (found.state, found.job is None) == (DeliveryState.WAITING, False)
    admin.post(reverse("members:void_deliveries"), {"delivery": [found.pk]})
    found.refresh_from_db()
    assert found.state == DeliveryState.VOID


def test_an_auditor_reads_and_sends_nothing(house, client):
    found = dead(house, channel())
    client.force_login(house.auditor)
    assert client.get(reverse("members:deliveries")).status_code == 200
    assert client.get(reverse("members:channels")).status_code == 403
    assert client.post(reverse("members:resend_deliveries"), {"delivery": [found.pk]}).status_code == 403


def test_an_administrator_of_one_place_does_not_send_for_another(house, client):
    found = dead(house, channel())
    township = make.person(RoleCode.ADMIN, region=house.room.township)
    client.force_login(township)
    assert client.get(reverse("members:edit_channel", args=[found.channel_id])).status_code == 404
    client.post(reverse("members:resend_deliveries"), {"delivery": [found.pk]})
    found.refresh_from_db()
    assert found.state == DeliveryState.DEAD


def test_the_list_goes_to_excel_without_addresses(house):
    found = dead(house, channel())
    row = next(LISTINGS["deliveries"].rows(Delivery.objects.filter(pk=found.pk)))
    assert row[:2] == (house.clerk.name, "138****0001")


def test_the_list_takes_as_many_queries_for_many_as_for_one(admin, house, django_assert_max_num_queries):
    found = channel()
    for _ in range(8):
        dead(house, found)
    with django_assert_max_num_queries(12):
        admin.get(reverse("members:deliveries"))


def test_a_person_chooses_what_reaches_him_among_the_channels_of_his_place(house, client):
    found, closed = channel(), channel(name="邮件", kind="mail", enabled=False)
    client.force_login(house.clerk)
    page = client.get(reverse("members:reaches")).content.decode()
    assert ("短信" in page, "邮件</" in page) == (True, False)
    client.post(reverse("members:reaches"), {"channels": [found.pk]})
    assert Reach.objects.get().channel == found
    assert client.post(reverse("members:reaches"), {"channels": [closed.pk]}).status_code == 200
    client.post(reverse("members:reaches"), {})
    assert not Reach.objects.exists()


def test_a_new_address_is_proved_by_a_code(house, client):
    found = channel(name="邮件", kind="mail")
    client.force_login(house.clerk)
    asked = client.post(reverse("members:ask_code", args=[found.pk]), {"address": "zhou@example.org"})
    assert asked.url == reverse("members:prove_address", args=[found.pk])
    code = unseal(Delivery.objects.get().code.sealed_code)
    wrong = client.post(asked.url, {"code": "x"})
    assert "验证码不对" in wrong.content.decode()
    client.post(asked.url, {"code": code})
    house.clerk.refresh_from_db()
    assert house.clerk.email == "zhou@example.org"
    for _ in range(5):
        last = client.post(reverse("members:ask_code", args=[found.pk]), {"address": "b@example.org"})
    assert "次数太多" in last.content.decode()
