import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Job, Member, Notice
from reports import tasks
from reports.models import WorkbookImport
from reports.views.export import is_long
from reports.workbooks.kinds import KINDS, Place
from tests import factories as make
from tests.reports.workbooks import kit

pytestmark = pytest.mark.django_db
ROW = {"姓名": "周明远", "级别": "县（市、区）政协委员", "手机": "13800000001"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def send(client, content: bytes, name="委员.xlsx", kind="members"):
    return client.post(f"/workbooks/{kind}/", {"file": SimpleUploadedFile(name, content)})


def test_a_file_goes_its_whole_way_by_the_pages(house, client):
    client.force_login(house.leading_office)
    answer = send(client, kit.filled("members", ROW))
    imported = WorkbookImport.objects.get()
    assert answer["Location"] == f"/imports/{imported.pk}/"
    page = client.get(answer["Location"]).content.decode()
    assert ("正在排队" in page, "可以离开这一页" in page, 'hx-trigger="every 1s"' in page) == (True, True, True)
    tasks.check_workbook(imported.job_id)
    page = client.get(answer["Location"]).content.decode()
    assert ("全部写入（1 行）" in page, "every 1s" in page) == (True, False)
    imported.refresh_from_db()
    client.post(f"/imports/{imported.pk}/write/", {"seen": imported.digest, "choice": "all"})
    imported.refresh_from_db()
    tasks.write_workbook(imported.job_id)
    page = client.get(answer["Location"]).content.decode()
    assert "已写入：新增 1 条，修改 0 条" in page
    assert Member.objects.filter(name="周明远").exists()
    assert "已写入" in client.get("/workbooks/").content.decode()


def test_only_the_state_is_sent_to_a_page_that_asks_again(house, client):
    client.force_login(house.leading_office)
    send(client, kit.filled("members", ROW))
    imported = WorkbookImport.objects.get()
    part = client.get(f"/imports/{imported.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in part, 'id="import"' in part) == (False, True)


def test_the_job_leads_to_the_import(house, client):
    client.force_login(house.leading_office)
    send(client, kit.filled("members", ROW))
    imported = WorkbookImport.objects.get()
    tasks.check_workbook(imported.job_id)
    assert f'href="/imports/{imported.pk}/"' in client.get(f"/jobs/{imported.job_id}/").content.decode()


def test_wrong_rows_are_told_and_their_marked_copy_is_offered(house, client):
    client.force_login(house.leading_office)
    send(client, kit.filled("members", ROW, {"姓名": "刘一鸣", "级别": "无"}), name="<b>名册</b>.xlsx")
    imported = WorkbookImport.objects.get()
    tasks.check_workbook(imported.job_id)
    page = client.get(f"/imports/{imported.pk}/").content.decode()
    assert ("B3 级别：“无”不在可选范围内" in page, "只写入正确的 1 行" in page, "<b>名册" in page) == (
        True,
        True,
        False,
    )
    answer = client.get(f"/imports/{imported.pk}/marked.xlsx")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert kit.opened(b"".join(answer.streaming_content)).active["C3"].value is None


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.xls", b"x", "只能上传 .xlsx 文件"),
        ("a.csv", b"x", "只能上传 .xlsx 文件"),
        ("a.xlsx", b"", "这个文件是空的"),
    ],
)
def test_a_file_that_is_none_is_refused_at_once(house, client, name, content, says):
    client.force_login(house.leading_office)
    answer = send(client, content, name=name)
    assert (answer.status_code, says in answer.content.decode()) == (422, True)
    assert client.post("/workbooks/members/", {}).status_code == 422
    assert Job.objects.filter(kind="reports.check_workbook").count() == 0


def test_a_renamed_file_is_refused_by_the_check(house, client):
    client.force_login(house.leading_office)
    send(client, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    imported = WorkbookImport.objects.get()
    tasks.check_workbook(imported.job_id)
    page = client.get(f"/imports/{imported.pk}/").content.decode()
    assert ("这是旧格式" in page, "全部写入" in page) == (True, False)


def test_a_press_without_what_was_seen_writes_nothing(house, client):
    client.force_login(house.leading_office)
    send(client, kit.filled("members", ROW))
    imported = WorkbookImport.objects.get()
    tasks.check_workbook(imported.job_id)
    answer = client.post(f"/imports/{imported.pk}/write/", headers={"accept": "text/html"})
    imported.refresh_from_db()
    assert (answer.status_code in (302, 409), imported.choice) == (True, "")


def test_templates_and_exports_come_with_a_name_and_are_the_persons_own(house, client):
    make.MemberFactory(name="周明远", phone="13900000009")
    client.force_login(house.leading_office)
    assert "%E5%A7%94%E5%91%98" in client.get("/workbooks/members/template.xlsx")["Content-Disposition"]
    cells = [
        cell.value
        for url in ("/workbooks/members/export.xlsx", "/workbooks/members/export.xlsx?phones=hidden")
        for row in kit.opened(client.get(url).content).worksheets[0].iter_rows(min_row=4)
        for cell in row
    ]
    assert ("13900000009" in cells, "139****0009" in cells) == (True, True)
    client.force_login(house.clerk)
    assert client.get("/workbooks/members/template.xlsx").status_code == 403
    assert client.get("/workbooks/secrets/").status_code == 404


def test_many_records_are_exported_by_a_job_that_ends_in_a_notice(house, client, settings):
    settings.MOST_EXPORTED_AT_ONCE = 1
    for phone in ("13900000009", "13900000008"):
        make.MemberFactory(phone=phone)
    client.force_login(house.leading_office)
    url = "/workbooks/members/export.xlsx?phones=hidden"
    page = client.get(url).content.decode()
    assert ("清单超过 1 行" in page, Job.objects.count()) == (True, 0)
    answer = client.post(url)
    job = Job.objects.get(kind="reports.export")
    assert answer["Location"] == f"/jobs/{job.pk}/"
    tasks.export(job.pk)
    notice = Notice.objects.get(user=house.leading_office)
    assert notice.sentence == f"《委员》已生成，共 {Member.objects.count()} 行"
    response = client.get(notice.url)
    assert "%E5%A7%94%E5%91%98" in response["Content-Disposition"]
    rows = kit.opened(b"".join(response.streaming_content)).worksheets[0].iter_rows(min_row=4)
    cells = [cell.value for row in rows for cell in row]
    assert {"139****0009", "139****0008"} <= set(cells)
    assert not any("13900000009" in str(value) for value in cells)


def test_the_file_of_records_asks_for_the_right_of_its_kind_again(house, client, settings):
    settings.MOST_EXPORTED_AT_ONCE = 0
    make.MemberFactory()
    client.force_login(house.leading_office)
    client.post("/workbooks/members/export.xlsx")
    job = Job.objects.get(kind="reports.export")
    tasks.export(job.pk)
    Job.objects.filter(pk=job.pk).update(ordered_by=house.clerk)
    client.force_login(house.clerk)
    assert client.get(f"/exports/files/{job.pk}/").status_code == 403


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_knows_without_reading_all_whether_it_is_long(house, kind):
    place = Place(house.leading_office, KINDS[kind].permission)
    if place.roles:
        assert not is_long(KINDS[kind].records(place))


def test_what_was_given_up_is_gone(house, client):
    client.force_login(house.leading_office)
    send(client, kit.filled("members", ROW))
    imported = WorkbookImport.objects.get()
    client.post(f"/imports/{imported.pk}/discard/")
    tasks.check_workbook(imported.job_id)
    page = client.get(f"/imports/{imported.pk}/").content.decode()
    assert ("已放弃" in page, "全部写入" in page) == (True, False)


def test_lists_lead_to_their_import(house, client):
    client.force_login(house.leading_office)
    assert 'href="/workbooks/rooms/"' in client.get("/rooms/").content.decode()
    assert 'href="/workbooks/members/"' in client.get("/members/").content.decode()
    client.force_login(house.clerk)
    assert 'href="/workbooks/rooms/"' not in client.get("/rooms/").content.decode()
    page = client.get("/workbooks/").content.decode()
    assert ("/workbooks/representatives/" in page, "/workbooks/members/" in page) == (True, False)


def test_the_list_of_imports_asks_as_often_for_three_as_for_one(house, client):
    client.force_login(house.leading_office)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            send(client, kit.filled("members", ROW))
        with CaptureQueriesContext(connection) as captured:
            client.get("/workbooks/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
