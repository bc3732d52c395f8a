"""What is measured, as whom, beside what, and the goals."""

from types import SimpleNamespace
from uuid import uuid4

from django.db.models import Max
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from consult.models import Consultation, Meeting
from members.enums import RoleCode
from members.models import User
from tests.bench import floor, words
from tests.bench.measuring import Act, Probe

TEXT = "先疏通主管，再改造管网，费用分三年摊。"


def probes() -> list[Probe]:
    who, acts = _people(), _floor()
    page = acts.pages = _pages(who)
    return [
        Probe(acts.constant),
        Probe(page.list_clerk, acts.list, most_ratio=2, most_sql=10),
        Probe(page.list_office, acts.list, most_ratio=2, most_sql=10),
        Probe(page.deep, page.list_office, most_ratio=1.2, most_sql=10),
        *(Probe(act, page.list_office, most_ratio=1.3, most_sql=10) for act in page.filtered),
        *(Probe(act, page.list_township, most_ratio=1.3, most_sql=10) for act in page.filtered_township),
        *(Probe(act, page.list_office, most_ratio=3, most_sql=10, by_tail=True) for act in page.searches),
        *(Probe(act, page.list_clerk, most_ms=100, most_sql=10, by_tail=True) for act in page.similar),
        Probe(acts.detail),
        *(Probe(act, acts.record, most_ratio=5, most_sql=15) for act in page.cases),
        *(Probe(act, acts.record, most_ratio=5, most_sql=20) for act in page.running_cases),
        *(Probe(act, page.list_office, most_ratio=2, most_sql=12) for act in page.workbenches),
        *(Probe(act, acts.list, most_sql=10) for act in page.others),
        Probe(page.save, acts.save, most_sql=10),
    ]


def _people() -> dict:
    """One person of each role who has much to see."""
    first = {code: User.objects.filter(roles__code=code).order_by("pk").first() for code in RoleCode.values}
    return {code: user for code, user in first.items() if user}


def _floor() -> SimpleNamespace:
    office = User.objects.filter(roles__code=RoleCode.LEADING_OFFICE).first()
    client = floor.client(office)
    closed, meeting = _closed(), _meeting()
    return SimpleNamespace(
        constant=get(client, "/floor/constant/", "floor: constant"),
        list=get(client, "/floor/cases/", "floor: 50 rows"),
        detail=get(client, f"/floor/cases/{closed}/", "floor: one case"),
        record=get(client, f"/floor/cases/{closed}/record/", "floor: one case, its record"),
        save=Act("floor: one insert", lambda: _insert(client, meeting)),
    )


def _pages(who) -> SimpleNamespace:
    clients = {code: _client(user) for code, user in who.items()}
    clerk, office, township = clients["clerk"], clients["leading_office"], clients["township"]
    middle = Consultation.objects.aggregate(last=Max("pk"))["last"] // 2
    room, meeting = Consultation.objects.get(pk=_closed()).room_id, _meeting()
    lists = "/consultations/"
    benches = ("clerk", "convener", "township", "leading_office", "department")
    return SimpleNamespace(
        list_clerk=get(clerk, lists, "list, clerk"),
        list_office=get(office, lists, "list, leading office"),
        list_township=get(township, lists, "list, township"),
        deep=get(office, f"{lists}?after={middle}", "list, page in the middle"),
        filtered=[
            get(office, f"{lists}?state=running&step=action", "list, running at step 6"),
            get(office, f"{lists}?room={room}", "list of one room"),
            get(office, f"{lists}?importance=important&state=closed", "list, important and closed"),
            get(office, f"{lists}?sort=longest&state=running", "list, longest waiting first"),
            get(office, f"{lists}?view=overdue", "list, overdue"),
            get(office, f"{lists}?view=waiting", "list, waiting for the office"),
        ],
        filtered_township=[
            get(township, f"{lists}?view=waiting", "list, waiting for the township"),
            get(township, f"{lists}?view=overdue", "list, overdue of the township"),
        ],
        searches=[
            get(office, f"{lists}?q=电梯", "list with 电梯"),
            get(office, f"{lists}?q={words.RARE_PLACE}", "list with a rare word"),
            get(office, f"{lists}?q=䶮泉", "list with a missing word"),
            get(clerk, f"{lists}?q=电梯", "list with 电梯, clerk"),
            get(office, "/search/?q=电梯", "search 电梯"),
            get(office, f"/search/?q={words.RARE_PLACE}", "search a rare word"),
            get(office, "/search/?q=䶮泉", "search a missing word"),
        ],
        similar=[
            get(clerk, "/topics/similar/?title=水泥厂宿舍小区下水管网改造", "similar topics"),
            get(clerk, "/topics/similar/?title=金桂花园电梯加装费用分摊问题和停车位划定", "similar topics, long title"),
        ],
        cases=[
            get(_client(_clerk_of(_closed())), f"/consultations/{_closed()}/", "closed consultation, clerk"),
            get(office, f"/consultations/{_closed()}/", "closed consultation, leading office"),
        ],
        running_cases=[
            get(_client(_clerk_of(_acting())), f"/consultations/{_acting()}/", "consultation at step 6, clerk"),
            get(clerk, f"/consultations/{_running()}/", "consultation in its meeting, clerk"),
        ],
        workbenches=[get(clients[code], "/", f"workbench, {code}") for code in benches],
        others=_others(clients),
        save=Act("save one statement", lambda: _save(clerk, who["clerk"], meeting)),
    )  # fmt: skip


def _others(clients) -> list[Act]:
    """Lists that are worth watching, as far as they are there."""
    wanted = [
        ("department", "consult:assignments", "tasks, department"),
        ("leading_office", "consult:matters", "matters, leading office"),
        ("township", "consult:submissions", "submissions, township"),
        ("leading_office", "rooms:rooms", "rooms, leading office"),
    ]
    found = []
    for code, name, words_ in wanted:
        try:
            found.append(get(clients[code], reverse(name), words_))
        except NoReverseMatch:
            continue
    return found


def _closed() -> int:
    """A closed consultation of average size: three matters, each with its tasks."""
    return Consultation.objects.filter(state="closed", importance="ordinary").order_by("-pk")[3].pk


def _acting() -> int:
    return Consultation.objects.filter(state="running", step="action", importance="ordinary").order_by("-pk")[3].pk


def _running() -> int:
    return Consultation.objects.order_by("-pk")[0].pk


def _clerk_of(case: int) -> User:
    return User.objects.get(pk=Consultation.objects.get(pk=case).created_by_id)


def _client(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def get(client, url: str, name: str) -> Act:
    def call():
        answer = client.get(url)
        if answer.status_code != 200:
            raise AssertionError(f"{name}: {url} answered {answer.status_code}")

    return Act(name, call)


def _meeting() -> int:
    """The one that the loader left running."""
    return Meeting.objects.order_by("-pk").values_list("pk", flat=True)[0]


def _save(client, user, meeting: int) -> None:
    now = round(timezone.now().timestamp() * 1000)
    fields = {"position": 1.5, "at": now, "participant": None, "text": TEXT}
    body = {"person": user.pk, "after": -1, "rows": [{"key": str(uuid4()), "version": 0, "fields": fields}]}
    answer = client.post(f"/meetings/{meeting}/save/", body, content_type="application/json")
    if answer.status_code != 200 or len(answer.json()["saved"]) != 1:
        raise AssertionError(answer.content.decode()[:300])


def _insert(client, meeting: int) -> None:
    body = {"key": str(uuid4()), "meeting": meeting, "position": 1.5, "text": TEXT}
    answer = client.post("/floor/statements/", body, content_type="application/json")
    if answer.status_code != 200:
        raise AssertionError(answer.content.decode()[:300])
