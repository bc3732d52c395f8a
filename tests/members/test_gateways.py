"""Notices that leave the system, against gateways and a mail server on loopback."""

import base64
import hashlib
import hmac
import json
import time
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.utils import timezone

from members import operations
from members.enums import ChannelKind, DeliveryState, NoticeKind, RoleCode
from members.models import Channel, Delivery, Event, Job, Notice, Reach
from members.operations import gateways, sending
from members.operations.sealing import seal, unseal
from members.tasks import deliver_one
from members.workflow import Refused
from tests import factories as make
from tests.members import sink

pytestmark = pytest.mark.django_db

# A Tuesday in the morning, in China.
WORKDAY = datetime(2026, 9, 22, 2, tzinfo=UTC)
NIGHT = datetime(2026, 9, 22, 14, tzinfo=UTC)
HOLIDAY = datetime(2026, 10, 3, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def workday():
    with time_machine.travel(WORKDAY) as clock:
        yield clock


@pytest.fixture
def person():
    return make.person(RoleCode.CLERK, unit=make.RoomFactory().unit, phone="13800000001", email="zhou@example.org")


def channel(kind=ChannelKind.SMS, *, url="", secret="", by=None, **fields) -> Channel:
    values = {"name": f"{kind}渠道", "enabled": True, "timeout": 1, **fields}
    sealed = {"sealed_address": seal(url), "shown_address": url, "sealed_secret": seal(secret)}
    found = Channel.objects.create(region=make.city(), kind=kind, **sealed, **values)
    if by:
        Reach.objects.create(user=by, channel=found)
    return found


def told(user, sentence="李四家漏水，请处理", **more) -> Delivery:
    operations.notify([user], sentence, url="/consultations/1/", **more)
    return Delivery.objects.latest("pk")


def run(delivery) -> Delivery:
    """What the worker does with the message's job."""
    delivery.refresh_from_db()
    Job.objects.filter(pk=delivery.job_id).update(due_at=timezone.now() - timedelta(seconds=1))
    deliver_one(delivery.job_id)
    delivery.refresh_from_db()
    return delivery


# ── what is said, and to whom ────────────────────────────────────────────────────────────────────────────────────────


def test_an_sms_says_that_there_is_something_and_not_what(person, settings):
    with sink.gateway() as gate:
        channel(url=gate.url, by=person)
        sent = run(told(person, kind=NoticeKind.TASK))
    assert sent.state == DeliveryState.SENT
    body = gate.bodies[0]
    assert body["phone"] == "13800000001"
    assert body["content"] == "您有一件新的待办，请登录“协商在一线”办理"
    assert body["link"] == f"{settings.SITE_URL}/notices/{sent.notice_id}/"
    assert "李四" not in json.dumps(body, ensure_ascii=False)


def test_a_gateway_of_ones_own_may_say_the_sentence_but_never_of_what_is_internal(person):
    with sink.gateway() as gate:
        channel(
            ChannelKind.JSON, url=gate.url, by=person, says_sentence=True, body='{"t": ["{内容}", 1], "u": "{类别}"}'
        )
        run(told(person, '说"好"}'))
        run(told(person, "王五的批示", internal=True))
    assert gate.bodies[0] == {"t": ['说"好"}', 1], "u": "消息"}
    assert "王五" not in json.dumps(gate.bodies[1], ensure_ascii=False)


def test_only_who_chose_the_channel_is_told_and_only_of_what_it_takes(person):
    other = make.person(RoleCode.CLERK, unit=make.RoomFactory().unit, phone="13800000002")
    channel(url="http://127.0.0.1:9", by=person, only=NoticeKind.DEADLINE)
    operations.notify([person, other], "一", kind=NoticeKind.TASK)
    assert not Delivery.objects.exists()
    operations.notify([person, other], "二", kind=NoticeKind.DEADLINE)
    assert [each.user for each in Delivery.objects.all()] == [person]


def test_who_has_no_address_or_a_closed_channel_costs_nothing(person):
    person.phone = ""
    person.save(update_fields=["phone"])
    channel(url="http://127.0.0.1:9", by=person)
    channel(ChannelKind.MAIL, by=person, enabled=False)
    operations.notify([person], "一")
    assert not Delivery.objects.exists()


def test_many_people_are_told_with_as_many_queries_as_one(django_assert_num_queries):
    people = [make.UserFactory(phone=f"138000000{number:02d}") for number in range(12)]
    found = channel(url="http://127.0.0.1:9")
    Reach.objects.bulk_create(Reach(user=user, channel=found) for user in people)
    with django_assert_num_queries(6):
        operations.notify(people, "一")
    assert Delivery.objects.count() == 12


# ── signatures ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_dingtalk_is_signed_by_its_rule_and_told_whom_to_call(person):
    with sink.gateway() as gate:
        channel(ChannelKind.DINGTALK, url=f"{gate.url}/robot/send?access_token=abc", secret="SEC1", by=person)
        assert run(told(person)).state == DeliveryState.SENT
    query = parse_qs(urlsplit(gate.asked[0].path).query)
    at = query["timestamp"][0]
    right = base64.b64encode(hmac.new(b"SEC1", f"{at}\nSEC1".encode(), hashlib.sha256).digest()).decode()
    assert (query["sign"], query["access_token"]) == ([right], ["abc"])
    assert abs(int(at) - time.time() * 1000) < 60_000
    assert gate.bodies[0]["at"] == {"atMobiles": ["13800000001"], "isAtAll": False}


def test_wecom_gets_a_text_with_whom_to_call(person):
    with sink.gateway() as gate:
        channel(ChannelKind.WECOM, url=f"{gate.url}/cgi-bin/webhook/send?key=k", by=person)
        assert run(told(person)).state == DeliveryState.SENT
    text = gate.bodies[0]["text"]
    assert text["mentioned_mobile_list"] == ["13800000001"]
    assert text["content"].startswith("您有一条新的通知")


@pytest.mark.parametrize("signing", ["signature", "bearer"])
def test_a_gateway_of_ones_own_is_shown_the_secret_as_it_wants(person, signing):
    with sink.gateway() as gate:
        channel(url=gate.url, secret="s3", signing=signing, by=person)
        sent = run(told(person))
    headers, body = gate.asked[0].headers, gate.asked[0].body
    assert headers["Idempotency-Key"] == str(sent.key)
    if signing == "bearer":
        assert headers["Authorization"] == "Bearer s3"
    else:
        right = hmac.new(b"s3", headers["X-Timestamp"].encode() + b"." + body, hashlib.sha256).hexdigest()
        assert headers["X-Signature"] == f"sha256={right}"


# ── failing, trying again, giving up ─────────────────────────────────────────────────────────────────────────────────


def test_after_a_failure_the_same_message_goes_again_with_the_same_key(person):
    with sink.gateway((500, "", 0), (200, "", 0)) as gate:
        channel(url=gate.url, by=person)
        delivery = run(told(person))
        assert (delivery.state, delivery.error) == (DeliveryState.FAILED, "网关回答 500。")
        job = delivery.job
        assert job.due_at - timezone.now() > timedelta(seconds=50)
        assert job.done_at is None
        assert run(delivery).state == DeliveryState.SENT
    assert len({each.headers["Idempotency-Key"] for each in gate.asked}) == 1


def test_a_gateway_that_never_answers_is_given_up_in_time_and_tried_again(person):
    with sink.gateway((200, "", 3)) as gate:
        channel(url=gate.url, by=person)
        begun = time.monotonic()
        delivery = run(told(person))
        assert time.monotonic() - begun < 2.5
    assert delivery.state == DeliveryState.FAILED
    assert "没有回执" in delivery.error


def test_a_robot_that_may_have_heard_is_not_told_twice(person):
    with sink.gateway((200, '{"errcode": 0}', 3)) as gate:
        channel(ChannelKind.WECOM, url=gate.url, by=person)
        delivery = run(told(person))
        assert (delivery.state, len(gate.asked)) == (DeliveryState.DEAD, 1)
    assert "不能确定" in delivery.error


@pytest.mark.parametrize(
    ("kind", "state"), [(ChannelKind.DINGTALK, DeliveryState.DEAD), (ChannelKind.SMS, DeliveryState.SENT)]
)
def test_what_a_killed_worker_left_goes_again_only_where_the_gateway_knows_it(person, kind, state):
    with sink.gateway() as gate:
        channel(kind, url=gate.url, by=person)
        delivery = told(person)
        Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.SENDING, attempts=1)
        assert run(delivery).state == state
        assert len(gate.asked) == (state == DeliveryState.SENT)


@pytest.mark.parametrize("answer", [(200, '{"errcode": 45009}', 0), (200, "<html>登录</html>", 0), (200, "[]", 0)])
def test_a_robot_that_does_not_say_yes_did_not_hear(person, answer):
    with sink.gateway(answer) as gate:
        channel(ChannelKind.WECOM, url=gate.url, by=person)
        assert run(told(person)).state == DeliveryState.FAILED


def test_a_gateway_says_in_its_answer_that_it_took_the_message(person):
    with sink.gateway((200, '{"code": 7}', 0)) as gate:
        channel(url=gate.url, by=person, success_word='"code": 0')
        assert run(told(person)).state == DeliveryState.FAILED


@pytest.mark.parametrize("status", [301, 403])
def test_what_will_not_become_better_is_dead_at_once_and_no_redirect_is_followed(person, status):
    with sink.gateway((status, "", 0)) as gate:
        channel(url=gate.url, by=person)
        assert run(told(person)).state == DeliveryState.DEAD
        assert len(gate.asked) == 1


def test_after_five_attempts_it_is_a_dead_letter_that_can_be_sent_again(person, workday):
    admin = make.person(RoleCode.ADMIN, region=make.city())
    with sink.gateway((503, "", 0)) as gate:
        channel(url=gate.url, by=person)
        delivery = told(person)
        for _ in range(5):
            workday.shift(timedelta(minutes=31))
            run(delivery)
        assert (delivery.state, delivery.attempts, len(gate.asked)) == (DeliveryState.DEAD, 5, 5)
        assert run(delivery).attempts == 5
        gate.answers[:] = [(200, "", 0)]
        workday.shift(timedelta(minutes=31))
        assert operations.resend([delivery], by=admin) == 1
        assert operations.resend([delivery], by=admin) == 0
        assert run(delivery).state == DeliveryState.SENT
    assert Event.objects.filter(verb="members.resend_deliveries").count() == 1


def test_a_channel_that_fails_again_and_again_is_left_alone_and_the_others_go_on(person):
    with sink.gateway((500, "", 0)) as gate, sink.gateway() as other:
        failing = channel(url=gate.url, by=person)
        for _ in range(3):
            run(told(person))
        failing.refresh_from_db()
        assert failing.resting_until > timezone.now()
        waiting = run(told(person))
        assert (waiting.state, waiting.attempts, len(gate.asked)) == (DeliveryState.WAITING, 0, 3)
        assert waiting.job.attempts == 0
        channel(ChannelKind.WECOM, url=other.url, by=person)
        assert run(told(person)).state == DeliveryState.SENT


def test_a_host_that_is_not_there_is_told(person):
    channel(url="http://127.0.0.1:9", by=person)
    assert run(told(person)).error == "连不上网关。"


# ── when nothing leaves ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("now", "then"),
    [(NIGHT, datetime(2026, 9, 23, 0, tzinfo=UTC)), (HOLIDAY, datetime(2026, 10, 8, 0, tzinfo=UTC))],
)
def test_no_sms_leaves_at_night_or_on_a_day_of_rest(person, now, then):
    with time_machine.travel(now), sink.gateway() as gate:
        channel(url=gate.url, by=person)
        delivery = told(person)
        assert delivery.job.due_at == then
        assert run(delivery).state == DeliveryState.WAITING
        assert gate.asked == []


def test_what_was_read_in_the_meantime_is_not_sent(person):
    channel(url="http://127.0.0.1:9", by=person)
    delivery = told(person)
    operations.read_notice(delivery.notice)
    assert run(delivery).state == DeliveryState.VOID


# ── addresses and secrets ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "address",
    ["ftp://a.example/", "http://u:p@a.example/", "//a.example", "http://", "http://a b.example/", "http://a:0x/"],
)
def test_only_plain_web_addresses_are_taken(address):
    assert gateways.check_address(address)


@pytest.mark.parametrize("written", ["127.0.0.1", "[::ffff:127.0.0.1]", "localhost"])
def test_nothing_is_sent_to_the_own_machine_in_production(person, settings, written):
    settings.GATEWAYS_ON_LOOPBACK = False
    with sink.gateway() as gate:
        channel(url=gate.url.replace("127.0.0.1", written), by=person)
        assert run(told(person)).state == DeliveryState.DEAD
        assert gate.asked == []


def test_a_demonstration_sends_to_its_own_machine_only(person):
    channel(url="http://192.0.2.1/", by=person)
    assert "演示系统" in run(told(person)).error


def test_secrets_and_addresses_are_sealed_and_what_another_key_sealed_is_told(person, settings):
    admin = make.person(RoleCode.ADMIN, region=make.city())
    found = operations.add_channel(
        make.city(),
        by=admin,
        kind="dingtalk",
        name="钉钉",
        address="https://a.example/send?token=in-the-address",
        secret="word-of-it",
    )
    row = str(Channel.objects.filter(pk=found.pk).values().get())
    assert [word for word in ("in-the-address", "word-of-it") if word in row] == []
    assert (found.shown_address, unseal(found.sealed_secret)) == ("https://a.example/send", "word-of-it")
    operations.edit_channel(found, by=admin, name="钉钉群", version=1)
    found.refresh_from_db()
    assert unseal(found.sealed_address) == "https://a.example/send?token=in-the-address"
    settings.SECRET_KEY = "another-key-of-the-installation"
    assert unseal(found.sealed_secret) is None


def test_a_channel_without_its_address_or_mail_server_is_not_opened(settings):
    admin = make.person(RoleCode.ADMIN, region=make.city())
    with pytest.raises(Refused, match="网关地址"):
        operations.add_channel(make.city(), by=admin, kind="sms", name="短信", enabled=True)
    settings.MAIL_IS_SET = False
    with pytest.raises(Refused, match="CONSULT_MAIL"):
        operations.add_channel(make.city(), by=admin, kind="mail", name="邮件", enabled=True)


# ── mail ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def by_mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"


def test_a_letter_says_the_sentence_and_where_to_act_and_nothing_typed_becomes_a_header(person, settings, by_mail):
    with sink.mail_server() as server:
        settings.EMAIL_PORT = server.port
        channel(ChannelKind.MAIL, by=person, says_sentence=True)
        sent = run(told(person, "请处理\r\nBcc: a@b.example\r\n\r\n尾巴", kind=NoticeKind.DEADLINE))
    assert sent.state == DeliveryState.SENT
    letter = message_from_bytes(server.letters[0])
    assert str(make_header(decode_header(letter["Subject"]))) == "协商在一线：期限"
    assert (letter["To"], letter["Bcc"]) == ("zhou@example.org", None)
    assert str(sent.key) in letter["Message-ID"]
    text = letter.get_payload(decode=True).decode()
    assert f"/notices/{sent.notice_id}/" in text
    assert "请处理" in text


def test_a_server_that_does_not_know_the_address_is_not_asked_again(person, settings, by_mail):
    with sink.mail_server(refuses="550 no such user") as server:
        settings.EMAIL_PORT = server.port
        channel(ChannelKind.MAIL, by=person)
        assert run(told(person)).state == DeliveryState.DEAD


def test_a_server_that_hangs_up_after_the_letter_gets_it_once(person, settings, by_mail):
    with sink.mail_server(hangs_up=True) as server:
        settings.EMAIL_PORT = server.port
        channel(ChannelKind.MAIL, by=person)
        assert run(told(person)).state == DeliveryState.DEAD
        assert len(server.letters) == 1


def test_a_code_proves_an_address_and_a_wrong_one_counts(person, settings, by_mail):
    with sink.mail_server() as server:
        settings.EMAIL_PORT = server.port
        found = channel(ChannelKind.MAIL)
        code = operations.ask_code(person, found, "neu@example.org")
        assert run(Delivery.objects.get(code=code)).state == DeliveryState.SENT
    text = message_from_bytes(server.letters[0]).get_payload(decode=True).decode()
    right = unseal(code.sealed_code)
    assert right in text
    assert operations.prove_address(person, found, "000000" if right != "000000" else "111111")
    assert operations.prove_address(person, found, right) == ""
    person.refresh_from_db()
    assert person.email == "neu@example.org"
    assert operations.prove_address(person, found, right)
    assert person.reaches.get().channel == found


def test_five_wrong_codes_are_enough(person):
    found = channel(ChannelKind.MAIL)
    code = operations.ask_code(person, found, "neu@example.org")
    for _ in range(5):
        operations.prove_address(person, found, "x")
    assert "失效" in operations.prove_address(person, found, unseal(code.sealed_code))


def test_a_save_waits_for_no_gateway(person, monkeypatch):
    """The notice and its message are rows; what speaks to the network is another process."""
    monkeypatch.setattr(gateways.socket, "getaddrinfo", None)
    channel(url="http://gateway.example/", by=person)
    operations.notify([person], "一")
    assert Notice.objects.get().deliveries.get().state == DeliveryState.WAITING
    assert Job.objects.get().kind == sending.DELIVER
