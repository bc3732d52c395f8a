from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reports.documents.lines import HANGING, NO_END, NO_START, Run, break_lines, clusters

HAN = st.text(alphabet="政协委员联络室在小区召开会议䶮𠮷埇涇一二三", min_size=1, max_size=12)
MARK = st.sampled_from(["，", "。", "、", "；", "：", "”。", "）、", "》", "——", "……", "％"])
OPENING = st.sampled_from(["（", "《", "“", ""])
FIGURES = st.sampled_from(["2026", "3.5km", "GB/T", "DN300", "", "93.4％", "1—6"])
CLAUSE = st.tuples(OPENING, HAN, FIGURES, HAN, MARK).map("".join)
OFFICIAL_TEXT = st.lists(CLAUSE, min_size=1, max_size=30).map("".join)
ANY_TEXT = st.one_of(st.text(max_size=300), st.text(alphabet="一a2 ，。（）“”—\n", max_size=300))
MEASURE = st.sampled_from([6.0, 10.5, 28.0])


def broken(text, **options):
    return break_lines([Run(text)], **options)


@given(OFFICIAL_TEXT)
def test_no_line_begins_with_a_closing_mark(text):
    assert [line.text for line in broken(text)[1:] if line.text[0] in NO_START] == []


@given(OFFICIAL_TEXT)
def test_no_line_ends_with_an_opening_mark(text):
    assert [line.text for line in broken(text)[:-1] if line.text[-1] in NO_END] == []


@given(OFFICIAL_TEXT)
def test_only_point_marks_hang(text):
    assert {line.text[-1] for line in broken(text) if line.is_hung} <= HANGING


@given(OFFICIAL_TEXT)
def test_dashes_and_ellipses_are_never_divided(text):
    lines = [line.text for line in broken(text)]
    for line, following in pairwise(lines):
        assert not (line[-1] in "—…" and following[0] == line[-1])


@given(ANY_TEXT, MEASURE)
def test_lines_keep_to_the_measure(text, measure):
    for line in broken(text, measure=measure, first_indent=2.0):
        assert line.width <= line.measure + 1e-6
        assert line.measure <= measure


@given(ANY_TEXT)
def test_text_comes_back_but_for_spaces_at_the_breaks(text):
    assert "".join(line.text for line in broken(text)).replace(" ", "") == text.replace("\n", "").replace(" ", "")


@given(OFFICIAL_TEXT)
def test_marks_are_squeezed_by_half_at_most(text):
    assert all(0 <= cell.squeeze <= 0.5 for line in broken(text) for cell in line.cells)


def test_a_full_stop_hangs_in_the_margin():
    lines = broken("一" * 26 + "。完", first_indent=2.0)
    assert [(line.text[-1], line.is_hung) for line in lines] == [("。", True), ("完", False)]


def test_a_mark_fills_half_a_character_and_hangs_with_its_blank_half():
    line = broken("一" * 26 + "3天。完", first_indent=0.0)[0]
    assert (line.text[-1], line.cells[-1].squeeze, line.is_hung, line.width) == ("。", 0.5, False, 28.0)


def test_nothing_hangs_in_a_table():
    assert not any(line.is_hung for line in broken("一" * 26 + "。完", hang=False))


def test_a_closing_bracket_takes_its_character_along():
    assert [line.text for line in broken("一" * 27 + "二）三", first_indent=0.0)] == ["一" * 27, "二）三"]


def test_a_year_is_not_divided():
    assert [line.text for line in broken("一" * 27 + "2026年", first_indent=0.0)] == ["一" * 27, "2026年"]


def test_a_long_address_is_divided_within_the_measure():
    lines = broken("见https://xieshang.example/" + "a" * 200)
    assert max(line.width for line in lines) <= 28
    assert lines[1].width > 25


def test_every_paragraph_is_indented():
    assert [line.indent for line in broken("甲\n乙\n" + "丙" * 30)] == [2.0, 2.0, 2.0, 0.0]


def test_an_empty_text_is_one_empty_line():
    assert [line.text for line in broken("")] == [""]


def test_combining_marks_stay_with_their_character():
    assert clusters("e\u0301a👨\u200d👩") == ["e\u0301", "a", "👨\u200d👩"]
