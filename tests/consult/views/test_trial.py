"""A pack asked about cases that are over."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consult.models import Consultation
from consult.workflow.trial import tried
from rooms import operations, practice
from tests import factories as make
from tests.rooms.packs import LIGHT

pytestmark = pytest.mark.django_db
STRICT = (
    LIGHT.replace('"light"', '"strict"')
    + """
# The case stood at a stage of the same code, which held another step.
[[stage]]
code = "action"
name = "议事"
steps = ["topic", "participants", "research", "discussion"]
who = ["clerk"]
  [[stage.checkpoint]]
  kind = "count"
  name = "走访三次"
  measure = "research_records"
  min = 3
  step = "research"
  mode = "block"
  [[stage.checkpoint]]
  kind = "publicity"
  name = "公示"
  days = 7
  step = "topic"
  mode = "warn"
  [[stage.checkpoint]]
  kind = "produce"
  name = "名单"
  product = "participant_list"
  step = "participants"
  mode = "block"
  [[stage.checkpoint]]
  kind = "sign"
  name = "审签"
  by = ["first_convener"]
  what = "minutes"
  may_return = true
  mode = "block"

[[stage]]
code = "do"
name = "办事"
steps = ["submission", "action"]
who = ["township"]

[[disposition]]
code = "elsewhere"
name = "转到别处"
route = "room"
"""
)


@pytest.fixture
def closed(house):
    """A case of the root pack that is over, and a pack whose stages it never knew."""
    house.case = make.at_discussion(house.room, clerk=house.clerk, convener=house.convener, township=house.township)
    Consultation.objects.filter(pk=house.case.pk).update(
        state="closed", ended_at=timezone.now(), ended_by=house.convener, step="action", stage="action"
    )
    house.case = Consultation.objects.for_page().get(pk=house.case.pk)
    house.strict = operations.load_practice(STRICT, by=None)
    return house


def test_each_gate_is_asked_by_the_engine_itself(closed):
    talk, do = tried(closed.case, practice.of(closed.strict))
    said = {one.gate.checkpoint.name: (one.gate.met, one.tone, one.gate.sentence) for one in talk.asked}
    assert said["走访三次"] == (False, "late", "调查研究已登记 1 次，至少要 3 次，还差 2 次。")
    assert said["名单"] == (True, "done", "")
    assert said["公示"][:2] == (False, "wait")
    assert do.asked == []


def test_the_page_of_one_case_writes_nothing(closed, client):
    client.force_login(closed.leading_office)
    url = reverse("consult:try_consultation", args=[closed.case.pk])
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url, {"practice": closed.strict.pk})
    assert (answer.context["missing"], answer.context["blocking"]) == (3, 2)
    assert "会缺 3 项，其中 2 项会停住" in answer.content.decode()
    written = [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql for sql in written if "session" not in sql] == []
    assert client.get(url).status_code == 200


def test_the_page_of_the_city_counts_the_cases_that_would_lack_a_gate(closed, client):
    client.force_login(closed.leading_office)
    answer = client.get(reverse("consult:try_practice"), {"practice": closed.strict.pk})
    assert [(row.name, len(row.cases), row.asked) for row in answer.context["rows"]] == [
        ("走访三次", 1, 1),
        ("公示", 1, 1),
        ("名单", 0, 1),
        ("审签", 1, 1),
    ]
    assert [lacks for _, lacks in answer.context["cases"]] == [3]
    assert client.get(reverse("consult:try_practice"), {"practice": "x"}).status_code == 200


def test_a_pack_that_ships_is_asked_before_it_is_loaded(closed, client):
    client.force_login(closed.leading_office)
    answer = client.get(reverse("consult:try_practice"), {"practice": "bozhou"})
    assert answer.context["asked"].pack == practice.load("bozhou")
    one = f"{reverse('consult:try_consultation', args=[closed.case.pk])}?practice=bozhou"
    assert one in answer.content.decode()
    assert "如果按《" in client.get(one).content.decode()


def test_without_closed_cases_the_page_says_so(client, house):
    version = make.daye()
    client.force_login(house.leading_office)
    answer = client.get(reverse("consult:try_practice"), {"practice": version.pk})
    assert "还没有办结的协商" in answer.content.decode()


def test_every_shipped_pack_can_be_asked_about_a_case(closed):
    for code in practice.shipped():
        pack = practice.load(code)
        assert [each.stage for each in tried(closed.case, pack)] == list(pack.stages), code
