"""The floor: what bare Django needs for the same pages on the same database, with nothing but the stock middleware."""

import json
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.template.backends.django import DjangoTemplates
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone

from consult.models import Consultation, Statement

STOCK = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tests.bench.floor.own_addresses",
]
FRAME = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
<header>{{ user.name }}</header><main><h1>{{ title }}</h1>%s</main></body></html>"""
LIST = """<table><tr><th>议题</th><th>联络室</th><th>步骤</th><th>状态</th><th>重要程度</th><th>立项</th><th>停留</th>
</tr>{% for row in rows %}<tr><td><a href="{% url 'floor:case' row.pk %}">{{ row.topic.title }}</a>
{{ row.year }}-{{ row.number }}</td><td>{{ row.room.unit.short_name }}</td>
<td>{{ row.get_step_display }}</td><td>{{ row.get_state_display }}</td>
<td>{{ row.get_importance_display }}</td><td>{{ row.created_at|date:"Y年n月j日" }}</td>
<td>{{ row.stage_entered_at|date:"n月j日 H:i" }}</td></tr>{% endfor %}</table>
<a href="?after={{ rows.49.pk }}">下一页</a>"""
DETAIL = """<dl><dt>议题</dt><dd>{{ case.topic.title }}</dd><dt>理由</dt><dd>{{ case.topic.why|linebreaks }}</dd>
<dt>地点</dt><dd>{{ case.topic.place }}</dd><dt>联络室</dt><dd>{{ case.room.unit.name }}</dd>
<dt>步骤</dt><dd>{{ case.get_step_display }}</dd><dt>状态</dt><dd>{{ case.get_state_display }}</dd>
<dt>重要程度</dt><dd>{{ case.get_importance_display }}</dd><dt>结果</dt><dd>{{ case.get_ending_display }}</dd>
<dt>立项</dt><dd>{{ case.created_at|date:"Y年n月j日 H:i" }}</dd>
<dt>结束</dt><dd>{{ case.ended_at|date:"Y年n月j日 H:i" }}</dd></dl>"""
# The same with its record, as somebody would write it who wants all of it on one page and nothing else.
RECORD = (
    DETAIL
    + """
{% for each in case.approval.steps.all %}<p>{{ each.unit.name }}{{ each.name }} {{ each.get_verdict_display }}
{{ each.basis_on|date:"Y年n月j日" }} {{ each.opinion }}</p>{% endfor %}
{% for each in case.participant_set.all %}<p>{{ each.seat }} {{ each.name }} {{ each.title }}</p>{% endfor %}
{% for each in case.research_set.all %}<p>{{ each.on|date:"Y年n月j日" }} {{ each.place }} {{ each.team }}</p>
{{ each.findings|linebreaks }}{% endfor %}
{% for each in case.meeting_set.all %}<p>{{ each.planned_at|date:"Y年n月j日 H:i" }} {{ each.place }}
{{ each.recorder.name }} {{ each.get_state_display }}</p>{% endfor %}
{% for each in case.matter_set.all %}<p>{{ each.number }} {{ each.text }} {{ each.get_state_display }}
{{ each.outcome }} {% for unit in each.suggested_units.all %}{{ unit.name }}{% endfor %}
{% for task in each.assignments.all %}{{ task.unit.name }} {{ task.get_state_display }}
{{ task.due_on|date:"Y年n月j日" }}{% endfor %}</p>{% endfor %}
<p>{{ case.minutes.title }} {{ case.minutes.signed_at|date:"Y年n月j日" }}</p>
{% for each in case.submission_set.all %}<p>{{ each.to.name }} {{ each.sent_at|date:"Y年n月j日 H:i" }}
{{ each.get_state_display }}</p>{% endfor %}"""
)
RECORD_OF = (
    "approval__steps__unit", "participant_set", "research_set", "meeting_set__recorder", "matter_set__suggested_units",
    "matter_set__assignments__unit", "submission_set__to",
)  # fmt: skip
_engine = DjangoTemplates({"NAME": "floor", "DIRS": [], "APP_DIRS": False, "OPTIONS": {}})
_list, _detail, _record = (_engine.from_string(FRAME % body) for body in (LIST, DETAIL, RECORD))


def constant(request):
    return HttpResponse("协商")


def _rows():
    # Wide texts stay behind, as anybody would see to who looked at the page once.
    wide = ("topic__why", "topic__pieces", "topic__title_pieces", "room__approver")
    return Consultation.objects.select_related("topic", "room__unit").defer(*wide).order_by("-pk")


@login_required
def cases(request):
    return HttpResponse(_list.render({"rows": list(_rows()[:50]), "title": "协商", "user": request.user}, request))


@login_required
def case(request, pk):
    found = Consultation.objects.select_related("topic", "room__unit").get(pk=pk)
    return HttpResponse(_detail.render({"case": found, "title": found.topic.title, "user": request.user}, request))


@login_required
def record(request, pk):
    rows = Consultation.objects.select_related("topic", "room__unit", "minutes").prefetch_related(*RECORD_OF)
    found = rows.get(pk=pk)
    return HttpResponse(_record.render({"case": found, "title": found.topic.title, "user": request.user}, request))


@login_required
@transaction.atomic
def statement(request):
    """Save one statement without asking anything: no right, no lock, no ledger."""
    data = json.loads(request.body)
    Statement.objects.create(
        uuid=UUID(data["key"]),
        meeting_id=data["meeting"],
        position=data["position"],
        text=data["text"],
        said_at=timezone.now(),
        created_by=request.user,
    )
    return JsonResponse({"saved": data["key"]})


app_name = "floor"
urlpatterns = [
    path("constant/", constant, name="constant"),
    path("cases/", cases, name="cases"),
    path("cases/<int:pk>/", case, name="case"),
    path("cases/<int:pk>/record/", record, name="record"),
    path("statements/", statement, name="statement"),
]


class _Addresses:
    """The floor's own address book beside the product's, in the form of a URL configuration."""

    urlpatterns = [path("floor/", (urlpatterns, app_name, app_name))]


def own_addresses(get_response):
    """Let the floor be found under its own addresses."""

    def answer(request):
        request.urlconf = _Addresses
        return get_response(request)

    return answer


def client(user) -> Client:
    """Somebody who signed in, before a server with nothing but the stock middleware."""
    found = Client()
    found.force_login(user)
    with override_settings(MIDDLEWARE=STOCK):
        found.handler.load_middleware()
    return found
