import pytest
from django.urls import reverse

from rooms.models import CalendarDay

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, house):
    client.force_login(house.leading_office)
    return client


def test_a_day_is_entered_once_and_counts_at_once(office):
    day = {"date": "2026-10-08", "is_workday": "no", "name": "临时休息"}
    assert "已登记2026年10月8日临时休息。" in office.post(reverse("rooms:new_day"), day, follow=True).text
    page = office.post(reverse("rooms:new_day"), day)
    assert (page.status_code, "已经登记" in page.content.decode()) == (422, True)
    told = office.get(reverse("rooms:calendar"), {"start": "2026-09-22", "count": "15", "unit": "days"})
    assert str(told.context["due"].date) == "2026-10-09"


def test_a_day_is_changed_and_removed(office):
    day = CalendarDay.objects.create(date="2026-10-08", is_workday=False, name="临时休息")
    office.post(reverse("rooms:edit_day", args=[day.pk]), {"is_workday": "yes", "name": "调休"})
    day.refresh_from_db()
    assert (day.is_workday, day.name) == (True, "调休")
    office.post(reverse("rooms:remove_day", args=[day.pk]))
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize(
    "query", ["year=0000", "year=99999", "start=x&count=1&unit=days", "start=2099-12-01&count=900&unit=months"]
)
def test_odd_questions_are_no_fault(office, query):
    assert office.get(f"{reverse('rooms:calendar')}?{query}").status_code == 200
