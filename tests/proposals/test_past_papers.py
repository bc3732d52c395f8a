"""Reports, instructions, bulletins and articles of the time before the system was in use."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from members.enums import RoleCode
from members.models import Event
from members.operations import draw_number, peek_number
from members.workflow import Refused, Stale
from proposals import operations
from proposals.forms.past import HandlingForm, InstructionForm, PublicationForm
from proposals.models import PastHandling, PastPublication, PastReport
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make.person(RoleCode.OFFICE, unit=make.office())


def report(by, **changed):
    fields = {
        "kind": "digest",
        "year": 2025,
        "number": 5,
        "title": "关于老旧小区加装电梯的建议",
        "issued_on": date(2025, 9, 3),
        "source": "2025年发文登记簿",
        **changed,
    }
    return operations.record_report(make.office(), by=by, **fields)


def test_a_report_keeps_what_leaders_wrote_and_to_whom_it_went(office):
    row = report(
        office,
        instructions=[{"leader": "贺书记", "post": "市委书记", "on": date(2025, 9, 8), "text": "请住建局研办"}],
        handlings=[{"unit_name": "市住建局", "issued_on": date(2025, 9, 10), "accepted_on": date(2025, 9, 12)}],
    )
    assert row.issue == "2025年第 5 期"
    assert row.instructions.get().text == "请住建局研办"
    assert row.handlings.get().accepted_on == date(2025, 9, 12)


def test_each_series_goes_on_after_its_own_highest_number(office):
    report(office)
    report(office, kind="information", number=9)
    report(office, number=2)
    unit = make.office()
    assert draw_number(unit, "digest", 2025) == 6
    assert draw_number(unit, "information", 2025) == 10
    assert peek_number(unit, "digest", 2026) == 0


def test_a_number_is_entered_once_and_free_again_when_taken_out(office):
    row = report(office)
    with pytest.raises(Refused, match="已经登记"):
        report(office, title="另一份")
    operations.remove_paper(row, by=office, reason="登记重复")
    assert report(office, title="另一份").number == 5


def test_two_who_correct_at_once_do_not_overwrite_each_other(office):
    row = report(office)
    told = {name: getattr(row, name) for name in ("year", "number", "issued_on", "source")}
    operations.edit_paper(row, by=office, version=1, title="关于加装电梯的建议", **told)
    with pytest.raises(Stale):
        operations.edit_paper(row, by=office, version=1, title="关于电梯", **told)


def test_only_what_was_changed_stands_in_the_ledger(office):
    row, room = report(office), make.RoomFactory()
    told = {name: getattr(row, name) for name in ("year", "number", "title", "issued_on", "source")}
    row = operations.edit_paper(row, by=office, version=row.version, rooms=[], **told)
    assert Event.objects.filter(sentence__startswith="修改").count() == 0
    row = operations.edit_paper(row, by=office, version=row.version, rooms=[room], **told)
    told = Event.objects.get(sentence__startswith="修改").revisions.values_list("field", "old", "new")
    assert list(told) == [("rooms", "", room.unit.short_name)]


def test_an_article_has_an_outlet_and_a_bulletin_a_number(office):
    told = {"year": 2025, "title": "x", "issued_on": date(2025, 3, 1), "source": "登记簿"}
    for broken in ({"kind": "bulletin"}, {"kind": "article"}, {"kind": "article", "outlet": "日报", "number": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            operations.record_publication(make.office(), by=office, **told, **broken)
    assert PastPublication.objects.count() == 0


def test_the_form_of_a_publication_asks_for_what_its_kind_has(office):
    typed = {"year": "2025", "title": "x", "issued_on": "2025-03-01", "source": "登记簿"}
    bulletin = PublicationForm({**typed, "kind": "bulletin", "outlet": "日报"}, user=office)
    article = PublicationForm({**typed, "kind": "article", "number": "3", "outlet": "日报"}, user=office)
    assert bulletin.errors == {"number": ["简报要填期号。"]}
    assert article.is_valid()
    assert (article.details()["number"], article.details()["outlet"]) == (None, "日报")


def test_a_circle_is_no_instruction_and_an_instruction_has_words(office):
    typed = {"leader": "贺书记", "post": "市委书记", "on": "2025-09-08"}
    assert InstructionForm({**typed, "is_viewed_only": "on"}, user=office).is_valid()
    assert InstructionForm(typed, user=office).errors == {
        "text": ["请填写批示内容；只画圈的，勾选“只圈阅”，不计入批示。"]
    }


def test_what_is_done_was_taken_on_before(office):
    typed = {"unit_name": "市住建局", "issued_on": "2025-09-10", "done_on": "2025-10-01"}
    assert HandlingForm(typed, user=office).errors == {"accepted_on": ["已经办结的，要填承办日期。"]}
    assert HandlingForm({**typed, "accepted_on": "2025-09-01"}, user=office).errors == {
        "accepted_on": ["承办日期不能早于交办日期。"]
    }


def test_one_unit_is_assigned_a_report_once(office):
    row = report(office)
    operations.add_handling(row, by=office, unit_name="市住建局", issued_on=date(2025, 9, 10))
    with pytest.raises(Refused, match="直接修改"):
        operations.add_handling(row, by=office, unit_name="市住建局", issued_on=date(2025, 9, 11))
    assert PastHandling.objects.count() == 1


def test_rooms_do_not_read_what_leaders_wrote(office):
    row = report(office)
    clerk = make.person(RoleCode.CLERK, unit=make.RoomFactory().unit)
    assert list(PastReport.objects.visible_to(office)) == [row]
    assert list(PastReport.objects.visible_to(clerk)) == []
