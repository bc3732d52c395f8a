"""Through the handler that the server calls: what a header announces must not end in a bare error."""

from io import BytesIO

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from consult.wsgi import application

pytestmark = pytest.mark.django_db

ODD = [
    "zlib",
    "hex",
    "rot13",
    "base64",
    "bz2",
    "idna",
    "punycode",
    "undefined",
    "unicode_escape",
    "raw_unicode_escape",
    "utf-7",
    "utf-16",
    "utf-32",
    "utf-8-sig",
    "latin-1",
    "gb18030",
    "cp037",
    "no-such-codec",
    "",
    "a" * 2000,
    "x\x00y",
    "ü",
]


@pytest.fixture(autouse=True)
def kept_connection():
    """The handler ends connections around a request, and with it the transaction of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def answer(method: str, path: str, content_type: str, body: bytes = b"") -> tuple[int, dict, str]:
    environ = RequestFactory(headers={"host": "localhost"}).generic(method, path).environ
    environ |= {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
    told = {}

    def start_response(status, headers, exc_info=None):
        told["status"], told["headers"] = int(status.split()[0]), dict(headers)

    response = application(environ, start_response)
    try:
        return told["status"], told["headers"], b"".join(response).decode()
    finally:
        response.close()


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
@pytest.mark.parametrize("codec", ODD)
def test_an_encoding_that_is_not_ours_is_refused_on_our_own_page(codec, method):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        for path in ("/accounts/login/?next=/%E6%B0%B4", "/accounts/login/", "/nowhere/?q=1"):
            status, headers, page = answer(method, path, f"{kind}; charset={codec}", b"login=a&password=b")
            assert (status, "没有保存" in page) == (400, True)
            assert "Content-Security-Policy" in headers


@pytest.mark.parametrize("header", ["text/plain; charset*=zlib''abc", "text/plain; x*=no-such''%E6", ";" * 20_000])
def test_a_header_that_cannot_be_read_is_refused_or_passed_over(header):
    status, _, page = answer("GET", "/accounts/login/?next=/", header)
    assert (status, "登录" in page or "没有保存" in page) in {(200, True), (400, True)}


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", "; charset=UTF8", '; charset="utf-8"', "; CHARSET=Utf-8"])
def test_our_own_encoding_goes_through(charset):
    status, _, page = answer("GET", "/accounts/login/?next=/%E6%B0%B4", f"text/plain{charset}")
    assert (status, "登录" in page) == (200, True)
