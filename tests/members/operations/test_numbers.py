from members.models import Unit
from members.operations import draw_lettered
from tests import factories as make


def test_no_number_stands_on_two_papers_under_the_same_letters(house):
    office = make.leading_office()
    drawn = [draw_lettered(office, kind, 2026)[1] for kind in ("plan", "circular", "circular", "commendation", "plan")]
    assert drawn == [1, 2, 3, 4, 5]
    assert draw_lettered(office, "circular", 2027)[1] == 1


def test_papers_are_numbered_under_the_letters_and_under_the_short_name_without_them(house):
    office = make.leading_office()
    Unit.objects.filter(pk=office.pk).update(letters="冶协商办发")
    assert draw_lettered(office, "plan", 2026) == ("冶协商办发", 1)
    Unit.objects.filter(pk=office.pk).update(letters="")
    assert draw_lettered(office, "plan", 2026) == (office.short_name, 2)
