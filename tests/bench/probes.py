"""What is measured, as whom, beside what, and the goals."""

import json
from types import SimpleNamespace
from urllib.parse import quote
from uuid import uuid4

from django.conf import settings
from django.db.models import Max
from django.test import Client
from django.utils import timezone

from consult.models import Consultation, Meeting
from members.enums import RoleCode
from members.models import User
from tests.bench import floor, words
from tests.bench.measuring import Act, Probe
from tests.bench.serving import Server

TEXT = "先疏通主管，再改造管网，费用分三年摊。"
# The forgery check compares a cookie with a header; any pair of its length will do.
TOKEN = "a" * 32


def probes(application: Server, bare: Server) -> list[Probe]:
    who, acts = _people(), _floor(bare)
    page = _pages(application, who)
    return [
        Probe(acts.constant),
        Probe(page.list_clerk, acts.list, most_ratio=2, most_sql=10),
        Probe(page.list_office, acts.list, most_ratio=2, most_sql=10),
        Probe(page.deep, page.list_office, most_ratio=1.2, most_sql=10),
        *(Probe(act, page.list_office, most_ratio=1.3, most_sql=10) for act in page.filtered),
        *(Probe(act, page.list_township, most_ratio=1.3, most_sql=10) for act in page.filtered_township),
        *(Probe(act, page.list_office, most_ratio=3, most_sql=10, by_tail=True) for act in page.searches),
        *(Probe(act, page.list_clerk, most_ms=100, most_sql=10, by_tail=True) for act in page.similar),
        Probe(page.cases[0], acts.detail, most_sql=15),
        # Why not five times one bare row: docs/decisions/0009.
        *(Probe(act, acts.record, most_ratio=3, most_sql=15) for act in page.cases),
        *(Probe(act, page.list_office, most_ratio=2, most_sql=12) for act in page.workbenches),
        *(Probe(act, page.list_office, most_ratio=2, most_sql=10, by_tail=True) for act in page.dashboards),
        Probe(page.attention, page.list_office, most_sql=15),
        Probe(page.wall, page.list_office, most_sql=22),
        *(Probe(act, acts.list, most_sql=10) for act in page.others),
        Probe(page.save, acts.save, most_sql=10),
    ]


def _people() -> dict:
    """One person of each role who has much to see."""
    first = {code: User.objects.filter(roles__code=code).order_by("pk").first() for code in RoleCode.values}
    return {code: user for code, user in first.items() if user}


def _floor(bare) -> SimpleNamespace:
    office = User.objects.filter(roles__code=RoleCode.LEADING_OFFICE).first()
    person, closed = Person(bare, floor.client(office)), _closed()
    return SimpleNamespace(
        constant=person.get("/floor/constant/", "floor: constant"),
        list=person.get("/floor/cases/", "floor: 50 rows"),
        detail=person.get(f"/floor/cases/{closed}/", "floor: one case"),
        record=person.get(f"/floor/cases/{closed}/record/", "floor: one case, its record"),
        save=person.post("/floor/statements/", _bare_statement, "floor: one insert"),
    )


def _pages(server, who) -> SimpleNamespace:
    people = {code: _person(server, user) for code, user in who.items()}
    clerk, office, township = people["clerk"], people["leading_office"], people["township"]
    middle = Consultation.objects.aggregate(last=Max("pk"))["last"] // 2
    room, meeting = Consultation.objects.get(pk=_closed()).room_id, _meeting()
    closed, acting, running = (f"/consultations/{key}/" for key in (_closed(), _acting(), _running()))
    lists = "/consultations/"
    benches = ("clerk", "convener", "township", "leading_office", "department")
    return SimpleNamespace(
        list_clerk=clerk.get(lists, "list, clerk"),
        list_office=office.get(lists, "list, leading office"),
        list_township=township.get(lists, "list, township"),
        deep=office.get(f"{lists}?after={middle}", "list, page in the middle"),
        filtered=[
            office.get(f"{lists}?state=running&step=action", "list, running at step 6"),
            office.get(f"{lists}?room={room}", "list of one room"),
            office.get(f"{lists}?importance=important&state=closed", "list, important and closed"),
            office.get(f"{lists}?sort=longest&state=running", "list, longest waiting first"),
            office.get(f"{lists}?view=overdue", "list, overdue"),
            office.get(f"{lists}?view=waiting", "list, waiting for the office"),
        ],
        filtered_township=[
            township.get(f"{lists}?view=waiting", "list, waiting for the township"),
            township.get(f"{lists}?view=overdue", "list, overdue of the township"),
        ],
        searches=[
            office.get(f"{lists}?q=电梯", "list with 电梯"),
            office.get(f"{lists}?q={words.RARE_PLACE}", "list with a rare word"),
            office.get(f"{lists}?q=䶮泉", "list with a missing word"),
            clerk.get(f"{lists}?q=电梯", "list with 电梯, clerk"),
            office.get("/search/?q=电梯", "search 电梯"),
            office.get(f"/search/?q={words.RARE_PLACE}", "search a rare word"),
            office.get("/search/?q=䶮泉", "search a missing word"),
        ],
        similar=[
            clerk.get("/topics/similar/?title=水泥厂宿舍小区下水管网改造", "similar topics"),
            clerk.get("/topics/similar/?title=金桂花园电梯加装费用分摊问题和停车位划定", "similar topics, long title"),
        ],
        cases=[
            _person(server, _clerk_of(_closed())).get(closed, "closed consultation, clerk"),
            office.get(closed, "closed consultation, leading office"),
            _person(server, _clerk_of(_acting())).get(acting, "consultation at step 6, clerk"),
            clerk.get(running, "consultation in its meeting, clerk"),
        ],
        workbenches=[people[code].get("/", f"workbench, {code}") for code in benches],
        dashboards=[
            office.get("/dashboard/", "dashboard, leading office"),
            office.get("/dashboard/?span=2026", "dashboard of a year"),
            township.get("/dashboard/", "dashboard, township"),
            clerk.get("/dashboard/", "dashboard of a room"),
            people["department"].get("/dashboard/", "dashboard of a unit"),
        ],
        attention=office.get("/dashboard/attention/", "dashboard, what to look after"),
        wall=office.get("/dashboard/wall/", "dashboard on the wall"),
        others=[
            people["department"].get("/assignments/", "tasks, department"),
            office.get("/matters/", "matters, leading office"),
            township.get("/submissions/", "submissions, township"),
            office.get("/rooms/", "rooms, leading office"),
        ],
        save=clerk.post(f"/meetings/{meeting}/save/", lambda: _statement(who["clerk"]), "save one statement"),
    )  # fmt: skip


def _closed() -> int:
    """A closed consultation of average size: three matters, each with its tasks."""
    return Consultation.objects.filter(state="closed", importance="ordinary").order_by("-pk")[3].pk


def _acting() -> int:
    return Consultation.objects.filter(state="running", step="action", importance="ordinary").order_by("-pk")[3].pk


def _running() -> int:
    return Consultation.objects.order_by("-pk")[0].pk


def _clerk_of(case: int) -> User:
    return User.objects.get(pk=Consultation.objects.get(pk=case).created_by_id)


class Person:
    """Somebody who signed in, before a server and within this process."""

    def __init__(self, server, client):
        self.server, self.client = server, client
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/json",
        }

    def get(self, url: str, name: str) -> Act:
        address = quote(url, safe="/?=&")

        def call():
            status, _ = self.server.ask("GET", address, headers=self.headers)
            _expect(name, url, status)

        return Act(name, call, lambda: _expect(name, url, self.client.get(url).status_code), self.server.pids)

    def post(self, url: str, body, name: str) -> Act:
        """`body` makes the data of one more request."""

        def call():
            status, _ = self.server.ask("POST", url, body=json.dumps(body()), headers=self.headers)
            _expect(name, url, status)

        def inside():
            _expect(name, url, self.client.post(url, body(), content_type="application/json").status_code)

        return Act(name, call, inside, self.server.pids)


def _person(server, user) -> Person:
    client = Client()
    client.force_login(user)
    return Person(server, client)


def _expect(name: str, url: str, status: int) -> None:
    if status != 200:
        raise AssertionError(f"{name}: {url} answered {status}")


def _meeting() -> int:
    """The one that the loader left running."""
    return Meeting.objects.order_by("-pk").values_list("pk", flat=True)[0]


def _statement(user) -> dict:
    now = round(timezone.now().timestamp() * 1000)
    fields = {"position": 1.5, "at": now, "participant": None, "text": TEXT}
    return {"person": user.pk, "after": -1, "rows": [{"key": str(uuid4()), "version": 0, "fields": fields}]}


def _bare_statement() -> dict:
    return {"key": str(uuid4()), "meeting": _meeting(), "position": 1.5, "text": TEXT}
