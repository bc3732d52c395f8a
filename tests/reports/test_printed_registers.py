"""Registers on paper: what stands on them, and who may order and open them."""

import pdfplumber
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from members.models import Job, Notice
from reports import tasks
from reports.operations import prints
from rooms.operations import groups
from tests import register_world as registers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def printed(kind, *, by, key=None) -> str:
    """Order a register, let the worker make it, and read it."""
    job = prints.order_print(kind, by=by, title=prints.TITLES[kind], key=key)
    tasks.print_register(job.pk)
    job.refresh_from_db()
    assert job.done_at, job.error
    with pdfplumber.open(default_storage.path(job.result["file"])) as found:
        return "".join(page.extract_text() or "" for page in found.pages)


def test_a_leading_group_is_printed_with_its_duties_and_its_people_in_order(house):
    group = registers.group(house)
    for post, name in (("member", "孙倩"), ("deputy", "高翔")):
        groups.appoint(group, by=house.township, post=post, name=name, starts_on=group.founded_on)
    text = printed("group", by=house.township, key=group.pk)
    assert "统筹协商工作" in text
    places = [text.index(name) for name in ("陈立新", "高翔", "孙倩")]
    assert places == sorted(places)


def test_the_table_of_duties_says_where_somebody_is_missing(house):
    registers.duty(house)
    text = printed("duties", by=house.leading_office)
    assert "胡长庚" in text
    assert "缺位" in text
    assert "13800000002" not in text


def test_the_duties_of_one_room_and_the_guidance_groups_are_printed(house):
    registers.duty(house, tasks="每周到室一次")
    assert "每周到室一次" in printed("room_duties", by=house.clerk, key=house.room.pk)
    assert "工作指导组联系表" in printed("contacts", by=house.clerk)


def test_a_register_is_ordered_by_its_button_and_opened_by_who_ordered_it(house, client):
    group = registers.group(house)
    client.force_login(house.clerk)
    assert client.post(reverse("reports:print_group", args=[group.pk])).status_code == 302
    job = Job.objects.get(kind=prints.PRINT)
    url = reverse("reports:printed", args=[job.pk])
    assert "还没有做好" in client.get(url, follow=True).content.decode()
    tasks.print_register(job.pk)
    assert b"".join(client.get(url).streaming_content).startswith(b"%PDF")
    assert Notice.objects.filter(user=house.clerk, url=url).exists()
    client.force_login(house.convener)
    assert client.get(url).status_code == 404
