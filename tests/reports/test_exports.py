from io import BytesIO

import pytest
from openpyxl import load_workbook

from members.models import Job, Notice
from reports import tasks
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


def test_an_unknown_list_is_not_found(house, client):
    client.force_login(house.clerk)
    assert client.get("/exports/secrets/").status_code == 404


def test_a_long_list_becomes_a_job_that_ends_in_a_notice(house, client, settings, tmp_path):
    settings.MOST_EXPORTED_AT_ONCE = 1
    settings.MEDIA_ROOT = tmp_path
    for title in ("下水管网改造", "加装电梯"):
        make.consultation(house.room, by=house.clerk, title=title)
    client.force_login(house.clerk)
    response = client.get("/exports/consultations/")
    job = Job.objects.get(kind="reports.export")
    assert response["Location"] == f"/jobs/{job.pk}/"
    tasks.export(job.pk)
    notice = Notice.objects.filter(user=house.clerk).latest("pk")
    content = b"".join(client.get(notice.url).streaming_content)
    assert titles(content) == ["加装电梯", "下水管网改造"]


def test_the_file_of_an_export_is_the_orderers_own(house, client, settings, tmp_path):
    settings.MOST_EXPORTED_AT_ONCE = 0
    settings.MEDIA_ROOT = tmp_path
    make.consultation(house.room, by=house.clerk)
    client.force_login(house.clerk)
    client.get("/exports/consultations/")
    job = Job.objects.get(kind="reports.export")
    tasks.export(job.pk)
    client.force_login(house.convener)
    assert client.get(f"/exports/files/{job.pk}/").status_code == 404
