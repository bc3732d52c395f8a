"""Ten thousand members: checked and written within bounds that a slow machine keeps too."""

import time
from io import BytesIO

import pytest

from members.models import Event, Member
from reports.workbooks import checking, layout
from reports.workbooks.kinds import KINDS, Known, Place
from reports.workbooks.reading import Cell, Line, Sheet
from tests.reports.workbooks import kit

pytestmark = pytest.mark.django_db
COUNT = 10_000
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "明远志国建华晓春文斌海燕"


def person(number: int) -> dict:
    name = SURNAMES[number % 16] + GIVEN[number // 16 % 12] + GIVEN[number // 192 % 12] + GIVEN[number // 2304 % 12]
    return {
        "name": name,
        "level": "county",
        "other_levels": [],
        "kind": "",
        "sector": "教育界",
        "committee": "教科卫体委员会",
        "term": "",
        "party": "民盟",
        "specialities": ["水利", "环保"],
        "employer": f"市第 {number} 单位主任",
        "home": None,
        "work": None,
        "phone": f"138{number:08}",
        "unposted_reason": "",
    }


def many(house) -> bytes:
    kind = KINDS["members"]

    class Invented(type(kind)):
        def rows(self, place):
            return (Known(None, person(number)) for number in range(COUNT))

    target = BytesIO()
    layout.write_export(target, Invented(), Place(house.leading_office, kind.permission))
    return target.getvalue()


def test_ten_thousand_members_are_read_checked_and_written(house, settings, tmp_path):
    """Processor time, so that a busy machine does not count: 1 s and 7 s where it was measured."""
    settings.MEDIA_ROOT = tmp_path
    content = many(house)
    began = time.process_time()
    imported = kit.sent("members", content, by=house.leading_office)
    checked = time.process_time()
    assert imported.outcome["counts"] == {"new": COUNT, "changed": 0, "same": 0, "wrong": 0}
    assert imported.job.progress == 100
    kit.written(imported, by=house.leading_office)
    written = time.process_time()
    assert Member.objects.count() == COUNT
    assert Event.objects.filter(verb="members.add_member").count() == COUNT
    assert (checked - began < 10, written - checked < 20) == (True, True)


def test_rows_are_checked_fast_and_progress_is_told(house):
    kind = KINDS["members"]
    head = Line(1, hidden=False, cells={n: Cell("s", column.title) for n, column in enumerate(kind.columns, 1)})
    lines = [head]
    for number in range(COUNT):
        values = person(number)
        told = [column.field.told(values[column.name], {}) for column in kind.columns]
        cells = {n: Cell("s", str(value)) for n, value in enumerate(told, 1) if value}
        lines.append(Line(number + 2, hidden=False, cells=cells))
    said = []
    began = time.process_time()
    found = checking.check(
        kind,
        Sheet("委员", 0, "", lines),
        Place(house.leading_office, kind.permission),
        each=lambda *each: said.append(each),
    )
    used = time.process_time() - began
    assert found.counts["new"] == COUNT
    assert said[-1] == (COUNT, COUNT)
    assert used < 6
