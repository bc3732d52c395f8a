"""承办件: one list of everything that a unit is asked for."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consult.enums.evaluation import RaterKind
from consult.models.rated import Rater
from members.enums import RoleCode
from members.models import Absence, Charge
from reports.queries.asked import asked_of, with_items
from reports.queries.asked.narrowing import narrowed, order_of
from tests import asked_scene
from tests import factories as make
from tests.consult.evaluation import scene as evaluation_scene

pytestmark = pytest.mark.django_db
LIST = reverse("reports:asked")


@pytest.fixture
def scene(house):
    return asked_scene.asked(house)


def found(user, **params):
    """The rows as the page reads them, by what they are."""
    rows = narrowed(asked_of(user), params, user).order_by(*order_of(params))
    return [f"{row.as_kind}" for row in rows]


def of(client, user):
    client.force_login(user)
    return client


# ── what stands in it ────────────────────────────────────────────────────────────────────────────────────────────────
def test_everything_asked_of_the_unit_is_one_list_by_day(house, scene):
    assert found(house.department) == ["requirement", "task", "request", "instruction", "lead", "suggestion"]


def test_another_unit_sees_nothing_of_it(house, scene):
    other = make.person(RoleCode.DEPARTMENT, unit=make.UnitFactory())
    assert found(other) == []


def test_the_offices_see_all_departments_beside_each_other(house, scene):
    elsewhere = make.UnitFactory(name="市水利局")
    asked_scene.handling(house, report=scene.instruction.report, unit=elsewhere, role="co")
    assert len(found(house.leading_office, unit=str(elsewhere.pk))) == 1
    assert {"instruction", "lead", "requirement"} <= set(found(house.leading_office))


def test_an_evaluation_leads_the_unit_to_its_sheet_and_the_overseer_to_the_round(house, client):
    other = make.UnitFactory(name="市水利局")
    theirs = make.person(RoleCode.DEPARTMENT, unit=other)
    rated = evaluation_scene.done(house)
    round = evaluation_scene.opened(rated, by=house.office, raters=[Rater(RaterKind.UNIT, unit=other)])
    sheet = evaluation_scene.invited(round)[0].get_absolute_url()
    shown = {}
    for person in (theirs, house.office):
        text = of(client, person).get(LIST).text
        shown[person] = [url for url in (sheet, round.get_absolute_url()) if f'href="{url}"' in text]
    assert shown == {theirs: [sheet], house.office: [round.get_absolute_url()]}
    assert client.get(sheet).status_code != 200


def test_each_row_says_what_comes_next_and_where_its_day_comes_from(house, scene):
    items = {item.source: item for item in with_items(asked_of(house.department))}
    task, requirement = items["assignment"], items["requirement"]
    assert (requirement.act, requirement.asked_by, requirement.due_source) == (
        "报告落实情况",
        "柳湖街道党工委",
        "会上确定",
    )
    assert requirement.late_words.startswith("逾期 ")
    assert (task.act, task.late_words) == ("签收", "")


def test_what_waits_for_others_is_never_late(house, scene):
    type(scene.requirement).objects.filter(pk=scene.requirement.pk).update(state="done")
    assert found(house.department, view="late") == []
    assert found(house.department, view="closed") == ["requirement"]


def test_a_hearing_that_was_removed_asks_for_nothing(house, scene):
    hearing = scene.requirement.hearing
    hearing.removed_at, hearing.removed_by = timezone.now(), house.township
    hearing.save(update_fields=["removed_at", "removed_by"])
    assert "requirement" not in found(house.department, view="all")


# ── narrowed ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("params", "kinds"),
    [
        ({"kind": "lead"}, ["lead"]),
        ({"stage": "new"}, ["task", "request", "instruction", "lead", "suggestion"]),
        ({"stage": "doing"}, ["requirement"]),
        ({"due": "late"}, ["requirement"]),
        ({"due": "7"}, ["task"]),
        ({"due": "none"}, ["request", "instruction", "lead", "suggestion"]),
        ({"view": "late"}, ["requirement"]),
        ({"view": "soon"}, ["task"]),
        ({"q": "公交"}, ["lead", "suggestion"]),
        ({"q": "整改"}, ["requirement"]),
        ({"q": "老旧小区"}, ["instruction"]),
        ({"sort": "oldest"}, ["requirement", "task", "request", "instruction", "lead", "suggestion"]),
        ({"view": "nobody", "kind": "task"}, ["task"]),
        ({"year": "1999"}, []),
        # What cannot be read narrows nothing.
        ({"kind": "tea", "year": "soon", "unit": "x", "due": "ever", "view": "nothing", "asker": "-1"}, None),
    ],
)
def test_the_list_is_narrowed(house, scene, params, kinds):
    assert found(house.department, **params) == (found(house.department) if kinds is None else kinds)


def test_the_list_is_narrowed_to_who_asks(house, scene):
    assert found(house.department, asker=str(house.room.approver_id)) == ["requirement", "task", "request"]


def test_pages_hold_every_row_once_whatever_table_it_is_of(house, scene, client, settings):
    for number in range(60):
        asked_scene.requirement(house, due_on=timezone.localdate() + timedelta(days=number % 3), text=f"要求{number}号")
    of(client, house.department)
    seen, query = [], "?view=all"
    while query:
        page = client.get(f"{LIST}{query}").context
        seen += [item.key for item in page["items"]]
        query = page["page"].next
    assert len(seen) == len(set(seen)) == 66
    back = client.get(f"{LIST}{page['page'].previous}").context["items"]
    assert [item.key for item in back] == seen[:50]


# ── whose it is inside ───────────────────────────────────────────────────────────────────────────────────────────────
def test_my_own_are_those_i_handle_and_those_i_stand_in_for(house, scene):
    mine, today = house.department, timezone.localdate()
    for owner, holder, deputy in ((scene.task, mine, scene.second), (scene.lead, scene.second, mine)):
        Charge.objects.create(owner=owner, unit=scene.unit, holder=holder, deputy=deputy)
    assert found(mine, view="mine") == ["task"]
    assert found(mine, whose=str(scene.second.pk)) == ["lead"]
    Absence.objects.create(unit=scene.unit, user=scene.second, starts_on=today, ends_on=today, entered_by=mine)
    assert found(mine, view="mine") == ["task", "lead"]
    assert found(mine, view="nobody") == ["requirement", "request", "instruction", "suggestion"]


def test_who_lost_the_role_handles_nothing(house, scene):
    Charge.objects.create(owner=scene.task, unit=scene.unit, holder=scene.second)
    scene.second.is_active = False
    scene.second.save(update_fields=["is_active"])
    assert "task" in found(house.department, view="nobody")


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_page_names_who_stands_in(house, scene, client):
    today = timezone.localdate()
    Charge.objects.create(owner=scene.task, unit=scene.unit, holder=scene.second, deputy=house.department)
    Absence.objects.create(
        unit=scene.unit, user=scene.second, kind="travel", starts_on=today, ends_on=today, entered_by=scene.second
    )
    page = of(client, house.department).get(LIST, {"kind": "task"}).content.decode()
    assert "石磊" in page
    assert f"{house.department.name}代办" in page
    assert "类别：任务单" in page


def test_from_above_nobody_reads_who_handles_it_inside(house, scene, client):
    Charge.objects.create(owner=scene.task, unit=scene.unit, holder=scene.second)
    page = of(client, house.leading_office).get(LIST).content.decode()
    assert "石磊" not in page
    assert "市住建局" in page


def test_the_file_holds_what_the_page_shows(house, scene, client):
    answer = of(client, house.department).get(reverse("reports:export_list", args=["asked"]), {"kind": "lead"})
    assert answer.status_code == 200
    assert answer["Content-Type"].endswith("sheet")


@pytest.mark.parametrize("more", [0, 20])
def test_a_page_costs_the_same_whatever_it_holds(house, scene, client, django_assert_max_num_queries, more):
    for _ in range(more):
        asked_scene.requirement(house)
    of(client, house.department).get(LIST)
    with django_assert_max_num_queries(20):
        client.get(LIST)
