"""Every page that is a list offers its rows as Excel, so that a new one cannot be forgotten."""

import re
from io import BytesIO

import pytest
from django.conf import settings
from django.urls import reverse
from openpyxl import load_workbook

from members import permissions
from members.operations import notify
from reports.documents.listings import LISTINGS
from reports.facts.behind import PAGES as PAGES_OF_RECORDS
from reports.views.export import PAGES
from rooms.operations import follow_practice, load_practice
from rooms.practice import seed_text
from tests import factories as make
from tests.test_permissions import pages, permission_of

pytestmark = pytest.mark.django_db

# By these a template draws a list: pages of it, filters over it, a table.
MARKS = re.compile(r'\{% pager|partials/filters\.html|class="filters|<table class="t')
FRAME = ("base.html", "split.html", "partials/", "django/")
OPENED_BY = (
    "leading_office",
    "office",
    "dispatcher",
    "admin",
    "security",
    "department",
    "township",
    "convener",
    "clerk",
    "member",
    "auditor",
)
# List pages that offer no export, and why.
WITHOUT = {
    "members:jobs": "one's own work behind, gone after some days; each leads to its file",
    "members:role_policies": "one setting for each role, in a form",
    "members:who_fits": "a search out of the pools, which have their export",
    "rooms:assign": "a form over the rooms, which have their export",
    "rooms:preview_postings": "what the form before would do",
    "rooms:import_practice": "what an uploaded file would change",
    "consult:try_practice": "what another pack would have said; nothing of it is on record",
    "reports:workbench": "the first of each list, with the way to the list",
    "reports:wall": "a screen on the wall; the dashboard has the same tables with their export",
    "reports:workbooks": "the way in to import and export; each kind has its export",
}

# Lists of pages within the page of one record that offer none, and why.
WITHIN = {
    "consult/consultation_events.html": "the acts of one case; the ledger has its export",
    "consult/evaluation/votes.html": "votes are told as totals and never carried out one by one",
    "members/jobs.html": "see above",
    "reports/duty_file.html": "printed whole as the member's 履职档案",
    "reports/points_difference.html": "two countings of one round side by side; each round has its export",
    "reports/workbook_list.html": "see above",
    "rooms/assign.html": "see above",
}
INCLUDED = re.compile(r'\{% include "([^"]+)"')
OFFERS = re.compile(r"partials/export\.html|reports:export_list|\{\{ export")


def source(template: str) -> str:
    file = settings.BASE_DIR / f"templates/{template}"
    return "" if template.startswith(FRAME) or not file.exists() else file.read_text(encoding="utf-8")


def is_list(response) -> bool:
    return any(MARKS.search(source(each.name)) for each in response.templates if each.name)


def listed(client, people) -> dict[str, bool]:
    """Pages whose address names no record and that show a list → whether there is an export on them."""
    found = {}
    for name, pattern in pages():
        permission = permission_of(pattern)
        if pattern.pattern.converters or permission not in permissions.BY_PERMISSION:
            continue
        user = next((each for each in people if each.has_perm(permission)), None)
        assert user, f"nobody of {OPENED_BY} opens {name}"
        client.force_login(user)
        response = client.get(reverse(name))
        if response.status_code == 200 and is_list(response):
            found[name] = "/exports/" in response.text
    return found


def test_every_list_page_offers_an_export(house, client):
    house.dispatcher = make.person("dispatcher", unit=make.UnitFactory(kind="dispatch_office"))
    people = [type(house.clerk).objects.get(pk=getattr(house, who).pk) for who in OPENED_BY]
    found = listed(client, people)
    assert {name for name, has in found.items() if not has} == set(WITHOUT)


def whole(template: str) -> str:
    """A template with what it includes."""
    text = source(template)
    return "".join((text, *(source(each) for each in INCLUDED.findall(text))))


def test_every_list_within_a_record_offers_an_export():
    folder = settings.BASE_DIR / "templates"
    names = [str(path.relative_to(folder)) for path in sorted(folder.rglob("*.html"))]
    without = {name for name in names if "{% pager" in source(name) and not OFFERS.search(whole(name))}
    assert without == WITHIN.keys()


def test_every_page_of_records_offers_all_of_them():
    folder = settings.BASE_DIR / "templates"
    shown = {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*.html")}
    of_records = {name for name, text in shown.items() if 'include "reports/record_lines.html"' in text}
    offering = {name for name, text in shown.items() if 'include "reports/records_export.html"' in text}
    assert len(of_records) == 6
    assert offering == of_records


def test_the_records_of_a_page_are_for_whoever_may_open_it():
    found = {name.removeprefix("reports:"): pattern for name, pattern in pages()}
    for name, page in PAGES_OF_RECORDS.items():
        assert (name, permission_of(found[name])) == (name, page.permission)
        assert (name, bool(found[name].callback.loader)) == (name, bool(page.load))


def test_every_export_leads_back_to_its_page():
    assert set(LISTINGS) - set(PAGES) == {"records"}


def rows_of(client, address: str) -> list[tuple]:
    content = BytesIO(client.get(address).content)
    return list(load_workbook(content).active.iter_rows(min_row=3, values_only=True))


def test_an_internal_notice_is_carried_out_without_its_sentence(house, client):
    notify([house.clerk], "请补充材料")
    notify([house.clerk], "市领导批示", internal=True)
    client.force_login(house.clerk)
    assert [row[2] for row in rows_of(client, "/exports/notices/")] == ["内部通知，请在系统里查看", "请补充材料"]


def test_a_practice_says_which_region_follows_it(house, client):
    version = load_practice(seed_text("suizhou"), by=None)
    follow_practice(house.city, version=version, by=None, starts_on=make.LONG_AGO)
    client.force_login(house.leading_office)
    told = {row[0]: row[5] for row in rows_of(client, "/exports/practices/")}
    assert told[version.name] == f"{house.city.name}（{make.LONG_AGO:%Y-%m-%d} 起，正在采用）"


def test_rooms_of_which_nothing_was_heard_are_those_of_the_dashboard(house, client):
    client.force_login(house.leading_office)
    found = client.get("/dashboard/attention/").context["found"]
    names = [row[0] for row in rows_of(client, "/exports/dashboard/?table=silent")]
    assert names == [state.subject.name for state in found.silent]
    assert len(names) == 2
