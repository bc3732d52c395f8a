"""Two workers with the same job: one writes, the other finds it written."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import connection, connections

from members.models import Member
from members.workflow import lock
from reports import tasks
from reports.models import WorkbookImport
from reports.workbooks import imports, plan
from tests import scenes
from tests.racing import PATIENCE
from tests.reports.workbooks import kit

pytestmark = pytest.mark.django_db(transaction=True)
ROW = {"姓名": "周明远", "级别": "县（市、区）政协委员"}


def unlocked(row, *, related=()):
    return WorkbookImport.objects.select_related(*related).get(pk=row.pk)


@pytest.mark.parametrize(("locking", "written"), [(lock, 1), (unlocked, 2)], ids=["locked", "without the lock"])
def test_two_workers_write_once(settings, tmp_path, monkeypatch, locking, written):
    settings.MEDIA_ROOT = tmp_path
    house = scenes.house()
    imported = kit.sent("members", kit.filled("members", ROW), by=house.leading_office)
    job = imports.order_writing(imported, choice="all", seen=imported.digest, by=house.leading_office).job
    # With the lock the other one never comes; without it both meet, however long a busy machine takes.
    both, checked = Barrier(2, timeout=4 if locking is lock else PATIENCE), imports._checked

    def together(*arguments, **options):
        found = checked(*arguments, **options)
        # The barrier breaks where the other one waits for the lock.
        with suppress(BrokenBarrierError):
            both.wait()
        return found

    monkeypatch.setattr(imports, "_checked", together)
    monkeypatch.setattr(imports, "lock", locking)

    def work():
        try:
            imports.write_file(job)
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Member.objects.filter(name="周明远").count() == written


def test_how_far_the_writing_is_is_seen_while_nothing_is_written_yet(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    house = scenes.house()
    imported = kit.sent("members", kit.filled("members", ROW), by=house.leading_office)
    job = imports.order_writing(imported, choice="all", seen=imported.digest, by=house.leading_office).job
    carry_out, seen = plan.carry_out, []

    def looked_at(*arguments, **options):
        carry_out(*arguments, **options)
        page = connections.create_connection("default")
        with page.cursor() as cursor:
            cursor.execute("SELECT progress, progress_note FROM members_job WHERE id = %s", [job.pk])
            seen.append(cursor.fetchone())
            cursor.execute("SELECT count(*) FROM members_member WHERE name = '周明远'")
            seen.append(cursor.fetchone())
        page.close()

    monkeypatch.setattr(plan, "carry_out", looked_at)
    tasks.write_workbook(job.pk)
    job.refresh_from_db()
    assert (seen, job.progress) == ([(85, "正在写入 1 行"), (0,)], 100)
    assert Member.objects.filter(name="周明远").count() == 1
