"""Pages of long lists: from one to the next and back, whatever the rows are called."""

import pytest
from django.http import QueryDict

from members.models import Unit
from members.queries import page_after
from rooms.models import RuleDocument
from tests import factories as make

pytestmark = pytest.mark.django_db


def walked(rows, order) -> tuple[list, list]:
    """The rows in pages of one: first all the way on, then all the way back."""
    page = page_after(rows, QueryDict(""), order=order, size=1)
    on = [*page.rows]
    while page.next and len(on) < 9:
        page = page_after(rows, QueryDict(page.next[1:]), order=order, size=1)
        on += page.rows
    back = [*page.rows]
    while page.previous and len(back) < 9:
        page = page_after(rows, QueryDict(page.previous[1:]), order=order, size=1)
        back += page.rows
    return on, back


def test_a_title_may_hold_what_stands_between_the_parts_of_a_place(house):
    for title in ("2021~2025年规划", "2021%7E2025年规划", "2026~2030年规划", "100%办结"):
        told = {"region": house.city, "unit": make.leading_office(), "created_by": house.leading_office}
        RuleDocument.objects.create(title=title, category="rules", **told)
    order = ("category", "title", "pk")
    rows = list(RuleDocument.objects.order_by(*order))
    on, back = walked(RuleDocument.objects.all(), order)
    assert (on, back) == (rows, [*reversed(rows)])


def test_a_name_that_is_long_to_spell_is_one_row_of_its_list(db):
    name = "中国人民政治协商会议大冶市委员会城乡建设和人口资源环境委员会办公室"
    name += "驻柳湖街道社情民意信息收集和反映工作协调联络处第"
    for number in "一二三":
        make.UnitFactory(name=name + number, short_name=f"政协城乡建设环境资源办公室联络处{number}")
    units = Unit.objects.filter(name__startswith=name)
    rows = list(units.order_by("pinyin", "pk"))
    assert min(len(row.pinyin) for row in rows) > 200
    on, back = walked(units, ("pinyin", "pk"))
    assert (on, back) == (rows, [*reversed(rows)])
