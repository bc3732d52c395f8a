from datetime import timedelta

import pytest
from django.utils import timezone

from members.models import Job
from reports.documents import faces

pytestmark = pytest.mark.django_db


def finished(seconds_ago):
    done = timezone.now() - timedelta(seconds=seconds_ago)
    return Job.objects.create(kind="members.beat", key=f"beat:{seconds_ago}", done_at=done)


def test_all_is_well_when_a_job_finished_within_the_minute(client):
    finished(10)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["ok"], answer.json()["queue"]["ok"]) == (200, True, True)


def test_a_silent_queue_is_sick(client):
    finished(90)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["queue"]["ok"]) == (503, False)


def test_a_queue_that_never_finished_anything_is_sick(client):
    assert client.get("/healthz").json()["queue"] == {"ok": False, "last_job_seconds": None}


def test_missing_faces_are_named(client, settings, tmp_path):
    finished(10)
    settings.FONTS_DIR = tmp_path
    faces.face_path.cache_clear()
    answer = client.get("/healthz").json()
    faces.face_path.cache_clear()
    assert "FandolFang-Regular.otf" in answer["fonts"]["missing"]
