import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from reports import operations
from reports.models import Document
from tests import minutes_scene as scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def lay(name: str, *, days: int = 0) -> str:
    """Store a file that was written so many days ago."""
    stored = default_storage.save(name, ContentFile(b"x"))
    at = (timezone.now() - timedelta(days=days)).timestamp()
    os.utime(default_storage.path(stored), (at, at))
    return stored


def test_a_second_run_of_a_job_leaves_no_files_behind(house):
    edition = scene.signed(house)
    document = operations.of_edition(edition)
    made = {"pdf": b"x", "word": b"x", "pictures": [b"x", b"x"], "marks": [], "sha256": "0" * 64}
    kept = operations.keep(document, **made)
    folder = kept.file.name.rsplit("/", 1)[0]
    before = default_storage.listdir(folder)[1]
    operations.keep(document, **made)
    assert default_storage.listdir(folder)[1] == before
    assert len(before) == 4


def test_old_exports_and_files_of_no_document_are_cleared_away(house):
    document = operations.of_edition(scene.signed(house))
    month = f"documents/{timezone.now():%Y/%m}"
    known = [lay(f"{month}/minutes-1{end}", days=3) for end in (".pdf", ".docx", "-1.png", "-2.png")]
    orphans = [lay(f"{month}/minutes-2{end}", days=3) for end in (".pdf", ".docx", "-1.png")]
    fresh = [lay(f"{month}/minutes-3.pdf"), lay("exports/2.xlsx")]
    orphans.append(lay("volumes/2026/volume-1-full.pdf", days=3))
    fresh.append(lay("volumes/2026/volume-2-full.pdf"))
    old = lay("exports/1.xlsx", days=30)
    Document.objects.filter(pk=document.pk).update(file=known[0], word=known[1], made_at=timezone.now())
    assert operations.tidy() == {"exports": 1, "orphans": 4}
    assert [name for name in (*orphans, old) if default_storage.exists(name)] == []
    assert [name for name in (*known, *fresh) if not default_storage.exists(name)] == []


def test_the_limit_of_the_verify_page_counts_each_client_behind_the_proxy(client, db, settings):
    settings.BEHIND_PROXY = True
    page, busy = "/verify/ABCDEFGHJKLM/", {"x-real-ip": "203.0.113.9"}
    codes = [client.get(page, headers=busy).status_code for _ in range(61)]
    assert (set(codes[:60]), codes[60]) == ({404}, 429)
    assert client.get(page, headers={"x-real-ip": "198.51.100.4"}).status_code == 404
    # Named by the client itself, it counts for nothing.
    assert client.get(page, headers={**busy, "x-forwarded-for": "198.51.100.7"}).status_code == 429
