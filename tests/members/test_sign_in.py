"""Signing in: guesses are counted before they cost anything, and rights end when they are taken away."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members import operations
from members.enums import RoleCode
from members.forms.proof import ProofForm
from members.models import User
from tests import factories as make

PASSWORD = "Qingshan-4417-bridge"


class Spy(Argon2PasswordHasher):
    """The real hasher, quick, and it counts how often it was asked for this person's password."""

    time_cost, memory_cost, parallelism = 1, 8, 1
    asked: list = []

    def verify(self, password, encoded):
        Spy.asked.append(password)
        return super().verify(password, encoded)


@pytest.fixture(autouse=True)
def _spy(settings):
    settings.PASSWORD_HASHERS = [f"{Spy.__module__}.Spy"]
    Spy.asked = []


@pytest.fixture
def zhou(db):
    user = make.UserFactory(username="zhoumin")
    make.grant(user, RoleCode.CLERK, unit=make.RoomFactory().unit)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


def sign_in(client, password, username="zhoumin", **extra):
    return client.post(reverse("account_login"), {"login": username, "password": password}, **extra)


def is_in(client) -> bool:
    return client.get(reverse("members:me")).status_code == 200


def test_the_right_password_opens(client, zhou):
    assert sign_in(client, PASSWORD).status_code == 302
    assert is_in(client)


@pytest.mark.django_db(transaction=True)
def test_a_burst_of_guesses_costs_at_most_five_checks(zhou):
    def guess(number):
        try:
            return sign_in(Client(), f"guess-{number}").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        codes = list(pool.map(guess, range(100)))
    assert 302 not in codes
    assert len(Spy.asked) <= 5
    assert sign_in(Client(), PASSWORD).status_code != 302


def test_the_owner_elsewhere_is_not_locked_out(client, zhou):
    for number in range(8):
        sign_in(client, f"guess-{number}")
    assert sign_in(client, PASSWORD).status_code == 200
    assert sign_in(client, PASSWORD, REMOTE_ADDR="10.1.2.3").status_code == 302


def test_an_address_that_a_client_names_itself_counts_for_nothing(client, zhou):
    for number in range(8):
        sign_in(client, "guess", headers={"x-forwarded-for": f"10.0.0.{number}", "x-real-ip": f"10.0.0.{number}"})
    assert len(Spy.asked) == 5


@pytest.mark.django_db(transaction=True)
def test_a_burst_of_second_factor_codes_costs_at_most_five_checks(zhou, monkeypatch):
    totp.TOTP.activate(zhou, totp.generate_totp_secret())
    asked = []
    compare = totp.validate_totp_code
    monkeypatch.setattr(totp, "validate_totp_code", lambda *pair: asked.append(pair) or compare(*pair))
    client = Client()
    sign_in(client, PASSWORD)

    def guess(number):
        other = Client()
        other.cookies = client.cookies
        try:
            return other.post(reverse("mfa_authenticate"), {"code": f"{number:06}"})
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(guess, range(40)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(asked) <= 5
    assert "输错次数过多，请" in client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_burst_at_the_password_page_costs_at_most_five_checks(zhou):
    client = Client()
    client.force_login(zhou)
    page = reverse("account_change_password")

    def guess(number):
        other = Client()
        other.cookies = client.cookies
        try:
            new = "Liuhu-5528-lantern"
            return other.post(page, {"oldpassword": f"guess-{number}", "password1": new, "password2": new})
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(guess, range(40)))
    assert len(Spy.asked) <= 5
    told = client.post(page, {"oldpassword": PASSWORD, "password1": "x", "password2": "x"}).content.decode()
    assert "输错次数过多，请" in told


def test_a_name_that_looks_like_a_counter_locks_nobody_out(zhou):
    for name in ("zhoumin@proof", "proof zhoumin", "code zhoumin", "at code zhoumin"):
        for _ in range(8):
            sign_in(Client(), "guess", username=name)
    assert operations.reserve_attempt("zhoumin", address="proof") is None
    assert operations.reserve_attempt("zhoumin", address="code") is None


def test_behind_the_proxy_a_stranger_locks_the_owner_out_only_at_the_own_address(client, zhou, settings):
    settings.BEHIND_PROXY = True
    for number in range(8):
        forwarded = {"x-real-ip": "203.0.113.9", "x-forwarded-for": f"10.0.0.{number}"}
        sign_in(client, f"guess-{number}", headers=forwarded)
    assert len(Spy.asked) == 5
    assert sign_in(client, PASSWORD, headers={"x-real-ip": "203.0.113.9"}).status_code == 200
    assert sign_in(client, PASSWORD, headers={"x-real-ip": "198.51.100.4"}).status_code == 302


def test_an_idle_session_comes_back_to_the_page_with_its_filters(client, zhou, settings):
    client.force_login(zhou)
    client.get("/consultations/")
    settings.SESSION_IDLE_MINUTES = -1
    answer = client.get("/consultations/", {"q": "管网", "state": "running"})
    again = parse_qs(urlsplit(answer["Location"]).query)
    assert again == {"next": ["/consultations/?q=%E7%AE%A1%E7%BD%91&state=running"]}


def test_the_page_does_not_say_who_has_an_account(client, zhou):
    known = sign_in(client, "wrong", username="zhoumin").content.decode()
    unknown = sign_in(Client(), "wrong", username="zhoumim").content.decode()
    assert "用户名或密码" in known
    assert known.replace("zhoumin", "").count("note is-late") == unknown.count("note is-late")


def test_disabling_ends_the_session(client, zhou, house):
    client.force_login(zhou)
    assert is_in(client)
    operations.disable_account(User.objects.get(pk=zhou.pk), by=house.admin, reason="调离")
    assert not is_in(client)
    assert sign_in(client, PASSWORD).status_code == 302
    assert not is_in(client)


def test_a_change_of_roles_ends_the_session(client, zhou, house):
    client.force_login(zhou)
    operations.grant_role(
        zhou, by=house.security, code="clerk", unit=house.other_room.unit, starts_on=timezone.localdate()
    )
    assert not is_in(client)


def test_another_password_ends_the_other_sessions(client, zhou):
    other = Client()
    other.force_login(zhou)
    sign_in(client, PASSWORD)
    new = "Liuhu-5528-lantern"
    change = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), change).status_code == 302
    assert (is_in(client), is_in(other)) == (True, False)


def test_signing_out_elsewhere_keeps_this_session(client, zhou):
    other = Client()
    other.force_login(zhou)
    client.force_login(zhou)
    client.post(reverse("members:sign_out_elsewhere"))
    assert (is_in(client), is_in(other)) == (True, False)


def test_a_first_password_opens_only_the_page_to_change_it(client, house):
    user, password = operations.create_account(by=house.admin, username="newcomer", name="新人")
    make.grant(user, RoleCode.CLERK, unit=house.room.unit)
    sign_in(client, password, username="newcomer")
    page = client.get(reverse("consult:consultations"))
    assert (page.status_code, page["Location"]) == (302, reverse("account_change_password"))
    new = "Liuhu-5528-lantern"
    client.post(reverse("account_change_password"), {"oldpassword": password, "password1": new, "password2": new})
    assert client.get(reverse("consult:consultations")).status_code == 200


def test_a_role_that_needs_a_second_factor_opens_nothing_without_one(client, zhou, house):
    operations.ask_second_factor("clerk", by=house.security, asked=True)
    client.force_login(zhou)
    page = client.get(reverse("consult:consultations"))
    assert (page.status_code, page["Location"]) == (302, reverse("mfa_activate_totp"))


def test_the_second_factor_is_asked_at_sign_in_and_a_code_opens_once(client, zhou, house, lasting_code):
    operations.ask_second_factor("clerk", by=house.security, asked=True)
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(zhou, secret)
    code = lasting_code(secret)
    assert sign_in(client, PASSWORD)["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get(reverse("consult:consultations")).status_code == 200
    other = Client()
    sign_in(other, PASSWORD)
    other.post(reverse("mfa_authenticate"), {"code": code})
    assert not is_in(other)


def test_a_used_code_opens_nothing_in_another_process_and_is_no_proof_either(client, zhou, lasting_code):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(zhou, secret)
    code = lasting_code(secret)
    sign_in(client, PASSWORD)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert is_in(client)
    # Another process remembers nothing of what this one has in its memory.
    cache.clear()
    other = Client()
    sign_in(other, PASSWORD)
    for typed in (code, f"{code[:3]} {code[3:]}"):
        cache.clear()
        other.post(reverse("mfa_authenticate"), {"code": typed})
    assert not is_in(other)
    cache.clear()
    proof = ProofForm({"proof": code}, user=zhou)
    assert (proof.is_valid(), "已用过" in proof.errors["proof"][0]) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_a_code_that_is_typed_at_once_in_many_places_opens_one(zhou):
    def use(_):
        try:
            return operations.use_code(zhou, "482 913")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(use, range(8))) == [False] * 7 + [True]


@pytest.mark.parametrize("way", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_sign_in_leads_nowhere_else(client, zhou, way):
    answer = client.post(
        f"{reverse('account_login')}?next={way}", {"login": "zhoumin", "password": PASSWORD, "next": way}
    )
    assert answer["Location"] == "/"


@pytest.mark.parametrize("name", ["a\x00b", "长" * 5000, "😀", "' OR 1=1 --"])
def test_odd_names_are_told_and_no_fault(client, db, name):
    assert sign_in(client, "x", username=name).status_code in (200, 400)


def test_opening_the_sign_out_address_signs_nobody_out(client, zhou):
    client.force_login(zhou)
    client.get(reverse("account_logout"))
    assert is_in(client)
    client.post(reverse("account_logout"))
    assert not is_in(client)


def test_nobody_signs_up(client, db):
    assert client.get("/accounts/signup/").status_code == 404
