"""Two workers with the same job: one writes, the other finds it written."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import connection

from members.models import Member
from members.workflow import lock
from reports.models import WorkbookImport
from reports.workbooks import imports
from tests import scenes
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
    both, checked = Barrier(2, timeout=4), imports._checked

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
