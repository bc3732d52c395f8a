"""The faces of a worker that was killed do not fill the disk."""

import os
import time

import pytest

from reports.documents import face_folder


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def left_behind(folder, *, seconds_ago=3600):
    made = folder / f"{face_folder.PREFIX}{seconds_ago}"
    made.mkdir()
    (made / "face").write_bytes(b"OTTO")
    os.utime(made, (time.time() - seconds_ago,) * 2)
    return made


def test_the_next_worker_clears_away_what_a_killed_one_left(temporary):
    left, just_made = left_behind(temporary), left_behind(temporary, seconds_ago=1)
    fonts = face_folder.Faces()
    assert (left.exists(), just_made.exists(), fonts._folder.parent) == (False, True, temporary)


def test_the_folder_of_a_worker_that_lives_stays(temporary):
    kept = left_behind(temporary)
    held = face_folder.hold(kept)
    face_folder.clear_away()
    assert kept.exists()
    os.close(held)


def test_a_worker_that_ends_well_leaves_nothing(temporary):
    fonts = face_folder.Faces()
    del fonts
    assert list(temporary.iterdir()) == []
