"""Saved views of a pack over proposals: which they list, with which columns, and in the file the same."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from proposals.enums import HandlingRole, ProposalKind, ProposalState, ReplyClass
from proposals.models import Proposal, Supervision
from proposals.queries.saved import of_proposal_view
from proposals.views import columns
from reports.documents.exports import rows_of
from reports.documents.listings import LISTINGS
from rooms import operations, practice
from rooms.models import TimeLimit
from rooms.practice import proposing, viewing
from tests import factories as make
from tests import scenes
from tests.proposals.care_scene import filed, handled

pytestmark = pytest.mark.django_db
PAGE = "/proposals/"


@pytest.fixture
def house():
    make.daye()
    return scenes.house()


@pytest.fixture
def jiahe(house):
    version = operations.load_practice(practice.seed_text("jiahe"), by=None)
    operations.follow_practice(house.city, version=version, starts_on=timezone.localdate(), by=None)
    return practice.of(version)


def listed(house, user=None, **wanted) -> set:
    view = SimpleNamespace(filter=wanted)
    return set(of_proposal_view(Proposal.objects.all(), view, user or house.office).values_list("pk", flat=True))


def test_what_a_pack_can_name_is_what_there_is():
    assert dict(ProposalKind.choices) == proposing.KINDS
    assert dict(ProposalState.choices) == viewing.PROPOSAL_STATES
    assert dict(HandlingRole.choices) == viewing.HANDLING_ROLES
    assert list(viewing.REPLY_CLASSES) == ReplyClass.values
    assert set(columns.CELLS) == set(viewing.COLUMNS["proposal"])


def test_each_condition_narrows_by_itself_and_with_the_others(house):
    plain = filed(house)
    key = filed(house, is_key=True, state="closed", closed_at=timezone.now(), closed_by=house.office, reply_class="B")
    small = filed(house, kind="suggestion")
    assert listed(house, key=True) == {key.pk}
    assert listed(house, key=False) == {plain.pk, small.pk}
    assert listed(house, kind="suggestion") == {small.pk}
    assert listed(house, kind=["proposal", "suggestion"], state="running") == {plain.pk, small.pk}
    assert listed(house, **{"class": ["A", "B"]}) == {key.pk}
    assert listed(house, **{"class": "C"}) == set()
    led = {"tier": 2, "mode": "lead", "leader": "柯正清", "starts_on": timezone.localdate(), "entered_by": house.office}
    Supervision.objects.create(proposal=plain, **led)
    assert (listed(house, supervised=True), listed(house, supervised=False)) == ({plain.pk}, {key.pk, small.pk})


def test_a_unit_finds_its_own_part_and_the_office_any(house):
    own, other = filed(house), filed(house)
    handled(house, own)
    handled(house, other, unit=make.UnitFactory())
    assert listed(house, role="lead") == {own.pk, other.pk}
    assert listed(house, house.department, role=["lead"]) == {own.pk}
    assert listed(house, role=["co", "joint"]) == set()


def test_overdue_is_what_a_unit_has_let_pass(house):
    late, early = filed(house), filed(house)
    for row, due in ((late, -1), (early, 1)):
        on = timezone.localdate() + timedelta(days=due)
        days = {"starts_on": on - timedelta(days=30), "given_on": on, "due_on": on, "counted_on": on}
        part = handled(house, row)
        told = {"subject": row.title, "url": "/", "unit": part.unit, "given_by": "办公室"}
        TimeLimit.objects.create(owner=part, of="proposal_handling", name="办理", **told, **days)
    assert (listed(house, overdue=True), len(listed(house, overdue=False))) == ({late.pk}, 2)


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_jiahe_lists_key_proposals_with_who_supervises_them(house, jiahe, client):
    key, _ = filed(house, is_key=True), filed(house)
    handled(house, key)
    led = {"tier": 2, "mode": "lead", "leader": "柯正清", "starts_on": timezone.localdate(), "entered_by": house.office}
    Supervision.objects.create(proposal=key, **led)
    client.force_login(house.office)
    page = client.get(PAGE, {"view": "key"})
    assert [(name, current) for _, name, current in page.context["filter"].views] == [
        ("微建议办理", False),
        ("重点提案", True),
    ]
    assert page.context["headings"] == ["案号", "标题", "提出", "承办单位", "督办", "情况", "进展", "答复类别"]
    [cells] = page.context["table"]
    assert [cell.text for cell in cells][:6] == [
        key.issue,
        key.title,
        key.by_whom,
        "市住建局（主办）",
        "柯正清",
        "办理中",
    ]
    assert [cell.url for cell in cells if cell.url] == [key.get_absolute_url()]
    rows = LISTINGS["proposals"].rows(rows_of("proposals", house.office, {"view": ["key"]}))
    assert [row[1] for row in rows] == [key.title]


def test_a_view_that_the_pack_does_not_have_lists_everything(house, jiahe, client):
    filed(house), filed(house, is_key=True)
    client.force_login(house.office)
    page = client.get(PAGE, {"view": "nothing"})
    assert (page.context["view"], len(page.context["page"].rows)) == (None, 2)


def test_without_views_over_proposals_the_list_has_no_row_of_views(house, client):
    filed(house)
    client.force_login(house.office)
    page = client.get(PAGE)
    assert (page.context["filter"].views, 'aria-label="常用列表"' in page.content.decode()) == ([], False)
