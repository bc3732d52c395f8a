"""Opening hours as people write them."""

from datetime import time

import pytest

from rooms.models.hours import parsed

WRITTEN = [
    ("每周四 14:30—17:00", [("周四", "14:30—17:00")], ()),
    (
        "周一至周五 8:30—11:30，14:00—17:30；周六上午预约",
        [("周一至周五", "8:30—11:30、14:00—17:30")],
        ("周六上午预约",),
    ),
    ("工作日 8:30-17:00；节假日除外", [("周一至周五", "8:30—17:00")], ("节假日除外",)),
    ("星期一、三、五 9:00—11:00", [("周一、周三、周五", "9:00—11:00")], ()),
    ("周一、周三 9:00—11:00，周五 14:00—16:00", [("周一、周三", "9:00—11:00"), ("周五", "14:00—16:00")], ()),
    ("每天 0:00—24:00", [("每天", "0:00—24:00")], ()),
    ("周五至周一 9：00～11：00", [("周一、周五、周六、周日", "9:00—11:00")], ()),
    ("来访请先打电话", [], ("来访请先打电话",)),
    ("每月第一个周五 9:00—11:00", [], ("每月第一个周五 9:00—11:00",)),
    ("周二 17:00—9:00", [], ("周二 17:00—9:00",)),
    ("9:00—11:00", [], ("9:00—11:00",)),
    ("", [], ()),
]


@pytest.mark.parametrize(("text", "lines", "notes"), WRITTEN)
def test_hours_are_read_by_the_week_and_nothing_typed_is_lost(text, lines, notes):
    found = parsed(text)
    assert (found.lines, found.notes) == (lines, notes)


def test_a_room_is_open_from_the_first_minute_to_before_the_last():
    found = parsed("周四 14:30—17:00")
    asked = [(3, time(14, 30)), (3, time(16, 59)), (3, time(17)), (2, time(15))]
    assert [found.is_open(day, at) for day, at in asked] == [True, True, False, False]
