"""What every request passes: broken text is refused early, refusals are told, personal pages are not cached."""

from codecs import lookup
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from members import queries
from members.workflow import Refused


class AnswerHead:
    """Who asks for the head of a page (a proxy, a link checker) gets that of the page; what a view takes is GET."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = request.META["REQUEST_METHOD"] = "GET"
        response = self.get_response(request)
        request.method = request.META["REQUEST_METHOD"] = "HEAD"
        if response.streaming:
            response.streaming_content = ()
        else:
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response


class RefuseTooMuch:
    """A body that is too large is refused by its announced length, before a byte of it is read or stored.

    A body without a length is empty to Django, so nothing gets past this door.
    """

    # The parts of a form around its file.
    ROOM = 1024 * 1024

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) <= settings.MOST_UPLOAD_BYTES + self.ROOM:
            return self.get_response(request)
        sentence = "文件超过 20 MB，没有上传。请压缩或拆开后再传。"
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"error": sentence}, status=413)
        return render(request, "409.html", {"sentence": sentence}, status=413)


class RefuseBrokenText:
    """NUL and lone surrogates cannot be stored: PostgreSQL would answer with an error deep inside."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if _is_foreign(request):
            # Nothing of this request can be read, so the page is drawn without it.
            return HttpResponseBadRequest(render_to_string("400.html"))
        if any("\x00" in value for value in request.COOKIES.values()):
            return render(request, "400.html", status=400)
        if _is_broken(request.META.get("QUERY_STRING", "")) or "\x00" in request.path:
            return render(request, "400.html", status=400)
        if request.method == "POST" and self.is_broken_form(request):
            return render(request, "400.html", {"typed": _typed(request)}, status=400)
        return self.get_response(request)

    @staticmethod
    def is_broken_form(request) -> bool:
        if request.content_type == "application/x-www-form-urlencoded":
            return b"%00" in request.body or b"\x00" in request.body
        if request.content_type == "multipart/form-data":
            return any("\x00" in text for _, texts in request.POST.lists() for text in texts)
        return False


def _is_foreign(request) -> bool:
    """Another encoding than ours was announced; some decode to half characters, some to no text at all."""
    try:
        return lookup(request.content_params.get("charset", "utf-8")).name != "utf-8"
    except (LookupError, ValueError):
        return True


def _is_broken(query: str) -> bool:
    return "%00" in query or "\x00" in query


def _typed(request) -> list:
    """What was typed, with the broken characters out, so that it can be copied back."""
    secret = ("csrf", "password", "code", "proof")
    return [
        (name, text.replace("\x00", ""))
        for name, values in request.POST.lists()
        for text in values
        if not any(word in name for word in secret) and text.strip("\x00 ")
    ]


class TellRefusals:
    """A refused act outside a form becomes a sentence on the page where the person was; its address alone is a page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        # An act's address, typed or come back to after signing in: a browser shows an empty answer as its own fault.
        if response.status_code == 405 and request.method == "GET" and not response.content:
            page = render(request, "405.html", status=405)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request, exception):
        if isinstance(exception, RawPostDataException):
            # A form came where data was wanted, and has been read as a form.
            return JsonResponse({"error": "没有收到能读的内容，请刷新页面再试。"}, status=400)
        if not isinstance(exception, Refused):
            return None
        if request.htmx or request.headers.get("Accept", "").startswith("application/json"):
            return render(
                request,
                "partials/refused.html",
                {"sentence": str(exception)},
                status=409,
            )
        messages.error(request, str(exception))
        back = request.META.get("HTTP_REFERER", "")
        if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
            back = "/"
        # A page that refuses to be shown must not lead to itself: the browser would go round in circles.
        if request.method == "GET" and urlsplit(back).path == request.path:
            back = "/"
        return HttpResponseRedirect(back)


class NoStore:
    """Pages of signed-in people are not kept by browsers or proxies; idle sessions end."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = timezone.now().timestamp()
            seen = request.session.get("seen", now)
            if now - seen > settings.SESSION_IDLE_MINUTES * 60:
                request.session.flush()
                # Quoted as a whole, so that the page comes back with its own filters.
                return redirect_to_login(request.get_full_path())
            # One write a minute is enough to know that somebody is there.
            if now - seen > 60 or "seen" not in request.session:
                request.session["seen"] = now
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response


class AskNewPassword:
    """A first password opens nothing but the page where it is changed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if user.is_authenticated and user.must_change_password and not request.path.startswith(self.open_paths()):
            messages.warning(request, "现在用的是初始密码，请先修改密码，再使用其他功能。")
            return redirect("account_change_password")
        return self.get_response(request)

    @staticmethod
    def open_paths() -> tuple:
        names = ("account_change_password", "account_logout", "account_reauthenticate", "members:large_print")
        return (*(reverse(name) for name in names), settings.STATIC_URL)


class AskSecondFactor:
    """A role that needs a second factor opens no page before the person has set one up."""

    OPEN = ("/accounts/", "/static/", "/healthz")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if user.is_authenticated and not request.path.startswith(self.OPEN) and queries.lacks_second_factor(user):
            messages.warning(request, "您的角色登录需要动态口令，请先绑定。")
            return redirect("mfa_activate_totp")
        return self.get_response(request)
