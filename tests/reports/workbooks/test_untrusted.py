"""Every hostile workbook is refused with a sentence or read cleanly, within two seconds and 300 MB of its own child."""

import json
import os
import resource
import subprocess
import sys

import pytest
from django.conf import settings

from members.workflow import Refused
from reports.workbooks import reading
from tests.reports.workbooks import hostile

MOST_SECONDS = 2
MOST_KILOBYTES = 300 * 1024


# The system counts what a process had before it became the child, too: the child says itself what it took.
WATCHED = """
import sys
from reports.workbooks.untrusted import read
try:
    read.main()
finally:
    with open("/proc/self/status") as status:
        peak = next(line for line in status if line.startswith("VmHWM"))
    sys.stderr.write(peak.split()[1])
"""


@pytest.mark.parametrize("name", hostile.CORPUS)
def test_a_hostile_workbook_is_refused_or_read_within_its_limits(name, tmp_path):
    expected, path = hostile.CORPUS[name], tmp_path / "hostile.xlsx"
    path.write_bytes(expected.make())
    told, seconds, kilobytes = measured(path)
    assert seconds < MOST_SECONDS
    assert kilobytes < MOST_KILOBYTES
    if expected.says:
        assert expected.says in told[-1]["unfit"]
    else:
        assert "merged" in told[-1]
        assert len([each for each in told if isinstance(each, list)]) == expected.rows


def measured(path):
    """What the child says, and the time and the memory that it alone used."""
    said, command = path.with_suffix(".json"), [sys.executable, "-c", WATCHED, str(path), "委员"]
    with said.open("w") as out, path.with_suffix(".kb").open("w+") as peak:
        child = subprocess.Popen(command, stdout=out, stderr=peak, cwd=settings.BASE_DIR, env=reading.ENVIRONMENT)
        # A busy machine lets a child wait: what it uses is counted.
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        peak.seek(0)
        kilobytes = int(peak.read())
    told = [json.loads(line) for line in said.read_text().splitlines()]
    return told, used.ru_utime + used.ru_stime, kilobytes


@pytest.mark.parametrize("name", ["a good one", "a billion laughs", "a text that turns"])
def test_the_reader_gives_rows_or_refuses(name, tmp_path):
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(hostile.CORPUS[name].make())
    if hostile.CORPUS[name].says:
        with pytest.raises(Refused, match=hostile.CORPUS[name].says):
            reading.read(path, sheet="委员")
    else:
        assert [line.number for line in reading.read(path, sheet="委员").lines] == [1, 2]


def test_a_child_that_is_ended_by_its_limits_harms_nothing(tmp_path, monkeypatch):
    path = tmp_path / "good.xlsx"
    path.write_bytes(hostile.packed())
    monkeypatch.setattr(reading, "READ_SECONDS", 0)
    with pytest.raises(Refused, match="读到一半停住了"):
        reading.read(path, sheet="委员")


def test_a_child_may_not_take_more_memory_than_it_was_given():
    limits = "from reports.workbooks.untrusted import limits; limits.hold(memory=300<<20, seconds=5, written=1<<20);"
    done = subprocess.run([sys.executable, "-c", f"{limits} bytearray(400<<20)"], cwd=settings.BASE_DIR, check=False)
    assert done.returncode != 0
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY


def test_nothing_of_the_servers_settings_reaches_a_child():
    assert not any("SECRET" in name or "KEY" in name or "URL" in name for name in reading.ENVIRONMENT)


def test_a_file_that_cannot_be_marked_has_no_copy(tmp_path):
    path = tmp_path / "odd.xlsx"
    path.write_bytes(hostile.packed({"[Content_Types].xml": hostile.TYPES}))
    assert reading.marked(path, {"sheet": "没有", "column": 1, "head": 1, "title": "x", "rows": []}) is None
