"""The ranking is fair: medians with spread and counts, ties share a rank, no rank under the minimum."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from consult.models import EvaluationRound
from consult.queries.evaluation_ranking import Line, ranked, ranking
from consult.queries.evaluation_result import spread
from members.enums import RoleCode
from tests import factories as make
from tests.consult.evaluation import scene
from tests.world_evaluation import form_table

pytestmark = pytest.mark.django_db


def closed(house, unit, scores, **fields):
    today = timezone.localdate()
    rows = [
        EvaluationRound(
            target=house.matter,
            side="handling",
            state="closed",
            about="办理情况",
            form_code=scene.FORM,
            form_table=form_table(),
            opens_on=today.replace(month=1, day=1),
            closes_on=today.replace(month=1, day=31),
            keeper=house.room.unit,
            region=unit.region,
            ranked_unit=unit,
            opened_by=house.clerk,
            closed_at=timezone.now(),
            score=score,
            satisfaction="yes" if score >= 60 else "no",
            **{"answered": 5, "least_shown": 3, **fields},
        )
        for score in scores
    ]
    EvaluationRound.objects.bulk_create(rows)


def lines_of(*medians, n=5):
    return [Line(SimpleNamespace(name=str(at)), spread([median] * n), n) for at, median in enumerate(medians)]


def test_equal_medians_share_a_rank_and_the_next_one_counts_them():
    assert [line.rank for line in ranked(lines_of(90, 80, 90, 70), least=5)] == [1, 1, 3, 4]


def test_few_rounds_have_no_rank_and_say_so():
    [enough, few] = ranked([*lines_of(10), *lines_of(100, n=4)], least=5)
    assert (enough.rank, few.rank, few.why) == (1, None, "评议数不足 5 件，不排名")


def test_a_spread_tells_quarters_and_ends():
    told = spread([100, 0, 60, 80, 90])
    assert (told.n, told.median, told.lower, told.upper) == (5, 80, 60, 90)
    assert (told.least, told.most) == (Decimal(0), Decimal(100))


def test_only_what_was_told_counts(house_with_units):
    house, unit = house_with_units
    closed(house, unit, [100, 80, 60, 40, 20])
    closed(house, unit, [0], answered=2)
    [line] = ranking(make.city(), timezone.localdate().year, least=5)
    assert (line.rank, line.spread.n, line.spread.median, line.satisfied) == (1, 5, 60, 3)
    assert ranking(make.city(), timezone.localdate().year - 1, least=5) == []


def test_the_office_reads_all_lines_and_a_department_its_own(house_with_units, client):
    house, unit = house_with_units
    other = make.UnitFactory(name="市水务局", short_name="市水务局")
    closed(house, unit, [90] * 5)
    closed(house, other, [100] * 5)
    url = reverse("consult:ranking")
    client.force_login(house.office)
    whole = client.get(url).content.decode()
    assert "市水务局" in whole
    assert "市住建局" in whole
    client.force_login(house.department)
    own = client.get(url).content.decode()
    assert "市水务局" not in own
    assert "共 2 个单位参加排名" in own
    rows = client.get(reverse("reports:export_list", args=["evaluation-ranking"]))
    assert rows["Content-Type"].endswith("sheet")
    client.force_login(house.clerk)
    assert client.get(url).status_code == 403


@pytest.fixture
def house_with_units():
    house = scene.done()
    assert house.department.holds(RoleCode.DEPARTMENT)
    return house, house.department_unit
