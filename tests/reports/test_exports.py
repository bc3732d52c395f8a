from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from consult.steps import submission as sending
from members.models import Event, Job, Notice
from members.operations import end_role
from proposals.models import Rectification
from reports import tasks
from reports.documents import exports
from reports.documents.listings import LISTINGS
from tests import action_scenes
from tests import factories as make

pytestmark = pytest.mark.django_db


def titles(content) -> list[str]:
    sheet = load_workbook(BytesIO(content)).active
    return [row[1] for row in sheet.iter_rows(min_row=3, values_only=True)]


def test_a_list_is_exported_with_the_filters_of_its_page(house, client):
    make.consultation(house.room, by=house.clerk, title="下水管网改造")
    make.consultation(house.room, by=house.clerk, title="加装电梯")
    client.force_login(house.clerk)
    response = client.get("/exports/consultations/?q=电梯")
    assert titles(response.content) == ["加装电梯"]


def test_an_export_holds_nothing_of_other_rooms(house, client):
    make.consultation(house.other_room, by=house.other_clerk, title="别室的议题")
    client.force_login(house.clerk)
    assert titles(client.get("/exports/consultations/").content) == []


def test_a_title_that_begins_like_a_formula_stays_text(house, client):
    make.consultation(house.room, by=house.clerk, title="=1+1")
    client.force_login(house.clerk)
    sheet = load_workbook(BytesIO(client.get("/exports/consultations/").content)).active
    assert (sheet.cell(3, 2).value, sheet.cell(3, 2).data_type) == ("=1+1", "s")


def opener(house, kind):
    """Somebody who opens the list: a clerk where a clerk does."""
    people = (house.clerk, house.leading_office, house.office, house.admin, house.security, house.auditor)
    people = (*people, house.township, house.department)
    return next(each for each in people if each.has_perm(LISTINGS[kind].permission))


def columns_of(kind, user):
    return LISTINGS[kind].columns_of(exports.rows_of(kind, user, {}))


@pytest.mark.parametrize("kind", LISTINGS)
def test_whoever_may_open_a_list_may_have_its_file(house, client, kind):
    user = opener(house, kind)
    client.force_login(user)
    sheet = load_workbook(BytesIO(client.get(f"/exports/{kind}/").content)).active
    assert [cell.value for cell in sheet[2]] == [column.title for column in columns_of(kind, user)]


@pytest.mark.parametrize("kind", ["submissions", "units", "accounts", "ledger"])
def test_whoever_may_not_open_a_list_does_not_get_its_file(house, client, kind):
    client.force_login(house.clerk)
    assert client.get(f"/exports/{kind}/").status_code == 403


def test_a_row_of_each_organisational_list_says_what_its_page_says(house, client):
    client.force_login(house.leading_office)
    sheet = load_workbook(BytesIO(client.get("/exports/rooms/").content)).active
    names = [row[0] for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert set(names) == {house.room.name, house.other_room.name}
    client.force_login(house.auditor)
    make.consultation(house.room, by=house.clerk, title="下水管网改造")
    acts = load_workbook(BytesIO(client.get("/exports/ledger/").content)).active
    assert acts.cell(3, 2).value == Event.objects.latest("pk").actor_label


def test_what_was_received_is_exported_apart_from_what_waits(house, client):
    client.force_login(house.township)
    case = action_scenes.received(house)
    assert titles(client.get("/exports/submissions/").content) == []
    assert titles(client.get("/exports/submissions/?state=received").content) == [case.title]


def test_an_unknown_list_is_not_found(house, client):
    client.force_login(house.clerk)
    assert client.get("/exports/secrets/").status_code == 404


def test_a_long_list_becomes_a_job_that_ends_in_a_notice(house, client, settings, tmp_path):
    settings.MOST_EXPORTED_AT_ONCE = 1
    settings.MEDIA_ROOT = tmp_path
    for title in ("下水管网改造", "加装电梯"):
        make.consultation(house.room, by=house.clerk, title=title)
    client.force_login(house.clerk)
    page = client.get("/exports/consultations/?state=").content.decode()
    assert ("清单超过 1 行" in page, "开始生成" in page, Job.objects.count()) == (True, True, 0)
    response = client.post("/exports/consultations/?state=")
    job = Job.objects.get(kind="reports.export")
    assert response["Location"] == f"/jobs/{job.pk}/"
    tasks.export(job.pk)
    notice = Notice.objects.filter(user=house.clerk).latest("pk")
    content = b"".join(client.get(notice.url).streaming_content)
    assert titles(content) == ["加装电梯", "下水管网改造"]


def test_the_file_goes_with_the_role_that_it_was_made_under(house, client, settings, tmp_path):
    settings.MOST_EXPORTED_AT_ONCE = 0
    settings.MEDIA_ROOT = tmp_path
    make.grant(house.clerk, "clerk", unit=house.other_room.unit)
    make.consultation(house.other_room, by=house.other_clerk, title="别室的议题")
    client.force_login(house.clerk)
    client.post("/exports/consultations/")
    job = Job.objects.get(kind="reports.export")
    tasks.export(job.pk)
    assert titles(b"".join(client.get(f"/exports/files/{job.pk}/").streaming_content)) == ["别室的议题"]
    end_role(house.clerk.roles.get(unit=house.other_room.unit), by=house.security)
    client.force_login(type(house.clerk).objects.get(pk=house.clerk.pk))
    answer = client.get(f"/exports/files/{job.pk}/")
    assert answer.status_code == 403
    assert "请按现在的权限重新导出" in answer.content.decode()


def test_an_export_outlives_no_lease():
    assert timedelta(seconds=tasks.EXPORT_HARD_LIMIT) < tasks.export.lease


def test_the_file_of_an_export_is_the_orderers_own(house, client, settings, tmp_path):
    settings.MOST_EXPORTED_AT_ONCE = 0
    settings.MEDIA_ROOT = tmp_path
    make.consultation(house.room, by=house.clerk)
    client.force_login(house.clerk)
    client.post("/exports/consultations/")
    job = Job.objects.get(kind="reports.export")
    tasks.export(job.pk)
    client.force_login(house.convener)
    assert client.get(f"/exports/files/{job.pk}/").status_code == 404


@pytest.mark.parametrize("kind", LISTINGS)
def test_the_page_that_asks_before_a_long_list_leads_back_to_it(house, client, settings, kind):
    settings.MOST_EXPORTED_AT_ONCE = 0
    case = action_scenes.signed(house)
    make.posted_member(house.room)
    # Who sees rows of them.
    users = {
        "submissions": house.township,
        "points": house.office,
        "points_lines": house.office,
        "points_trial": house.leading_office,
        "assignments": house.township,
        "members": house.leading_office,
    }
    sending.send(case, by=house.convener)
    client.force_login(users.get(kind) or opener(house, kind))
    page = client.get(f"/exports/{kind}/?x=1")
    if page["Content-Type"].startswith("text/html"):
        assert client.get(page.context["back"]).status_code == 200
    assert Job.objects.filter(kind="reports.export").count() == 0


def rows_in(content) -> list[tuple]:
    return list(load_workbook(BytesIO(content)).active.iter_rows(min_row=3, values_only=True))


def test_the_figures_of_a_place_and_of_those_below_are_one_row_each(house, client):
    client.force_login(house.leading_office)
    rows = rows_in(client.get("/exports/figures/").content)
    names = {row[0] for row in rows}
    page = client.get("/figures/").context
    assert names == {page["place"].name, *(each.name for each, _ in page["below"])}


def test_a_place_that_is_not_seen_gives_no_figures(house, client):
    client.force_login(house.clerk)
    assert rows_in(client.get(f"/exports/figures/?room={house.other_room.pk}").content) == []


def test_what_has_to_be_put_right_is_narrowed_on_the_page_and_in_the_file(house, client):
    office = make.office()
    for year, why in ((2025, "答复拖延"), (2026, "满意率低")):
        Rectification.objects.create(
            office=office,
            year=year,
            unit=house.department_unit,
            why=why,
            asked_by=house.office,
            due_on=timezone.localdate(),
        )
    client.force_login(house.office)
    page = client.get("/proposals/rectifications/", {"q": "拖延"}).context["page"]
    assert [row.why for row in page.rows] == ["答复拖延"]
    assert [row[2] for row in rows_in(client.get("/exports/rectifications/?year=2026").content)] == ["满意率低"]
