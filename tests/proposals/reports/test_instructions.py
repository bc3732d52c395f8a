"""批示: who enters it, what it opens, and who reads what it says."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Event, Notice, Revision
from members.workflow import Refused, Stale
from proposals.models import Instruction
from proposals.operations import handling_work as work
from proposals.operations import handlings, instructions, reports
from proposals.queries import register, waiting_for
from proposals.queries.reports import instructions_of
from reports.documents.exports import rows_of
from reports.documents.listings import LISTINGS
from tests import factories as make
from tests.proposals import report_scene as scene

pytestmark = pytest.mark.django_db
VIEWED = {"is_viewed_only": True, "text": ""}


@pytest.fixture
def city(house):
    return scene.dispatch(house)


def read_by(city, row) -> set[str]:
    people = vars(city)
    users = {name: user for name, user in people.items() if hasattr(user, "current_roles")}
    return {name for name, user in users.items() if Instruction.objects.visible_to(user).filter(pk=row.pk).exists()}


# ── entering ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_dispatching_office_enters_and_everybody_learns_that_there_is_one(city):
    report = scene.issued(city)
    scene.instruct(report, city)
    said = f"编入的{report.ledger_label}已有领导批示"
    for user in (city.clerk, city.township):
        assert said in Notice.objects.filter(user=user).latest("pk").sentence
    assert Notice.objects.filter(user=city.office, sentence__contains="已有领导批示").exists()
    assert Event.objects.filter(verb="proposals.enter_instruction", object_type="proposals.specialreport").exists()


def test_the_office_enters_for_it_and_the_ledger_names_both(city):
    report = scene.issued(city)
    told = {"leader": "程立新", "post": "市委书记", "on": timezone.localdate(), "is_viewed_only": False, "text": "研办"}
    instructions.enter(report, by=city.office, entered_for=city.party, **told)
    event = Event.objects.filter(object_type="proposals.specialreport").latest("pk")
    assert (event.actor_id, event.entered_for) == (city.office.pk, "市委办")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": " "}, "请填写批示内容"),
        ({"on": timezone.localdate() + timedelta(days=1)}, "批示日期不能晚于今天"),
        ({"on": timezone.localdate() - timedelta(days=1)}, "批示日期不能比它早"),
    ],
)
def test_what_cannot_be_is_refused(city, fields, said):
    with pytest.raises(Refused, match=said):
        scene.instruct(scene.issued(city), city, **fields)


def test_a_draft_has_no_instruction(city):
    with pytest.raises(Refused, match="报送以后才能登记批示"):
        scene.instruct(scene.drafted(city), city)


def test_a_later_instruction_opens_a_closed_report_and_a_circle_does_not(city):
    report = reports.close(scene.issued(city), by=city.office, result="已办")
    scene.instruct(report, city, **VIEWED)
    report.refresh_from_db()
    assert report.state == "closed"
    scene.instruct(report, city)
    report.refresh_from_db()
    assert (report.state, report.closed_at) == ("issued", None)


def test_correcting_keeps_the_last_one_and_shows_the_other(city):
    row = scene.instruct(scene.issued(city), city)
    values = {"leader": "邵建平", "on": row.on, "is_viewed_only": False, "text": "请抓紧研究办理，尽快答复群众。"}
    instructions.edit(row, by=city.dispatcher, version=1, **values)
    with pytest.raises(Stale):
        instructions.edit(row, by=city.office, version=1, **values)


def test_what_was_assigned_by_it_keeps_it(city):
    report = scene.issued(city)
    row = scene.instruct(report, city)
    scene.assigned(report, city, instruction=row)
    with pytest.raises(Refused, match="已经按这条批示交办"):
        instructions.remove(row, by=city.dispatcher, reason="登记错了")
    other = scene.instruct(report, city)
    assert instructions.remove(other, by=city.dispatcher, reason="登记错了").removed_at


# ── who reads it ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_internal_one_is_read_by_office_dispatchers_and_who_is_named(city):
    report = scene.issued(city)
    row = scene.instruct(report, city)
    scene.assigned(report, city)
    assert read_by(city, row) == {"office", "dispatcher", "dispatcher2"}
    instructions.edit(
        row,
        by=city.dispatcher,
        version=1,
        readers=[city.housing],
        on=row.on,
        is_viewed_only=False,
        text=row.text,
    )
    assert read_by(city, row) == {"office", "dispatcher", "dispatcher2", "department"}
    assert "请你单位阅知" in Notice.objects.filter(user=city.department).latest("pk").sentence


def test_another_is_read_by_whoever_sees_the_report(city):
    report = scene.issued(city)
    row = scene.instruct(report, city, is_internal=False)
    scene.assigned(report, city)
    seen = {"office", "dispatcher", "dispatcher2", "leading_office", "auditor", "department"}
    assert read_by(city, row) == seen


def test_rights_and_lists_say_the_same(city):
    report = scene.issued(city)
    rows = [scene.instruct(report, city, is_internal=inside) for inside in (True, False)]
    scene.assigned(report, city)
    for user in (city.office, city.dispatcher, city.leading_office, city.auditor, city.department, city.clerk):
        for made in rows:
            row = Instruction.objects.get(pk=made.pk)
            listed = Instruction.objects.visible_to(user).filter(pk=row.pk).exists()
            assert user.has_perm("proposals.read_instruction", row) == listed


def test_its_words_stand_in_no_ledger_no_notice_and_no_revision(city):
    report = scene.issued(city)
    row = scene.instruct(report, city)
    values = {"on": row.on, "is_viewed_only": False, "text": f"{scene.SECRET}加急"}
    instructions.edit(row, by=city.dispatcher, version=1, **values)
    instructions.remove(row, by=city.dispatcher, reason="重复")
    assert not Event.objects.filter(sentence__contains=scene.SECRET[:8]).exists()
    assert not Notice.objects.filter(sentence__contains=scene.SECRET[:8]).exists()
    assert not Revision.objects.filter(new__contains=scene.SECRET[:8]).exists()
    assert Revision.objects.filter(new="第 2 版（批示内容不记入台账）").exists()


def test_nobody_copies_an_internal_instruction_into_what_units_and_rooms_read(city):
    report = scene.issued(city)
    scene.instruct(report, city)
    quoted = f"按批示“{scene.SECRET}”办理"
    with pytest.raises(Refused, match="写了内部批示的原文"):
        scene.assigned(report, city, task=quoted)
    with pytest.raises(Refused, match="写了内部批示的原文"):
        reports.close(report, by=city.office, result=quoted)


PAGES = ("proposals:reports", "proposals:instructions", "proposals:handlings", "reports:workbench")


def test_walked_by_every_role_its_words_show_only_to_those_who_may_read_them(client, city):
    """The canary: pages, search and exports of everybody."""
    report, (given,) = scene.in_hand(city)
    row = report.instructions.get()
    places = [report.get_absolute_url(), given.get_absolute_url(), row.get_absolute_url()]
    places += [*map(reverse, PAGES), f"{reverse('reports:search')}?q={scene.SECRET[:6]}"]
    places += [f"/matters/{report.items.get().matter_id}/"]
    make.daye()
    shown = set()
    people = {name: user for name, user in vars(city).items() if hasattr(user, "current_roles")}
    for name, user in people.items():
        client.force_login(user)
        for place in places:
            # Whoever searches for the words sees what he typed.
            told = client.get(place).content.decode().replace(f'value="{scene.SECRET[:6]}"', "")
            if scene.SECRET[6:] in told:
                shown.add(name)
        for kind in ("instructions", "reports", "handlings"):
            if user.has_perm(LISTINGS[kind].permission):
                cells = [str(cell) for line in LISTINGS[kind].rows(rows_of(kind, user, {})) for cell in line]
                if any(scene.SECRET in cell for cell in cells):
                    shown.add(name)
    assert shown == {"office", "dispatcher", "dispatcher2"}


# ── the register ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_register_counts_by_leader_and_tells_circles_apart(city):
    report = scene.issued(city)
    scene.instruct(report, city)
    scene.instruct(report, city)
    scene.instruct(report, city, **VIEWED)
    scene.instruct(report, city, leader="邵建平", post="市长")
    counted = register.leaders(register.instructions_for(city.leading_office))
    assert [(each["leader"], each["written"], each["viewed"]) for each in counted] == [
        ("程立新", 2, 1),
        ("邵建平", 1, 0),
    ]


def test_of_what_one_may_not_read_the_text_is_not_even_fetched(city):
    report = scene.issued(city)
    scene.instruct(report, city)
    assert [row.text for row in instructions_of(report, city.auditor)] == [""]
    assert [row.text for row in instructions_of(report, city.office)] == [scene.SECRET]


def test_nothing_that_an_office_writes_to_a_unit_quotes_one(city):
    """The unit reads what was ruled, sent back, put off, taken back or given to another one."""
    quoted = f"按批示“{scene.SECRET}”办理"
    _, (row,) = scene.in_hand(city)
    soon = timezone.localdate() + timedelta(days=60)
    acts = [
        (handlings.reassign, {"unit": city.urban, "reason": quoted}),
        (handlings.extend, {"due_on": soon, "reason": quoted}),
        (handlings.cancel, {"reason": quoted}),
    ]
    for verb, told in acts:
        with pytest.raises(Refused, match="写了内部批示的原文"):
            verb(row, by=city.dispatcher, **told)
    row = work.object_to(row, by=city.department, reason="不归我局")
    with pytest.raises(Refused, match="写了内部批示的原文"):
        handlings.rule(row, by=city.dispatcher, agrees=False, ruling=quoted)
    handlings.rule(row, by=city.dispatcher, agrees=False, ruling="请办理")
    work.accept(row, by=city.department)
    work.answer(row, by=city.department, result="solved", text="已经办好")
    for verb, told in ((work.send_back, {"reason": quoted}), (work.close, {"note": quoted})):
        with pytest.raises(Refused, match="写了内部批示的原文"):
            verb(row, by=city.dispatcher, **told)


# ── the workbench ────────────────────────────────────────────────────────────────────────────────────────────────────
def asked_of(user) -> list[str]:
    return [task.sentence for task in waiting_for(user)]


def test_an_instruction_is_asked_for_until_one_is_entered_for_sixty_days_and_not_after_the_end(city):
    on = scene.TODAY - timedelta(days=59)
    old = scene.issued(city, on=on - timedelta(days=1))
    asked, seen, ended = (scene.issued(city, on=on, sources=[scene.information(city)]) for _ in range(3))
    scene.instruct(seen, city, is_viewed_only=True, text="")
    reports.close(ended, by=city.office, result="没有批示，已作参考")
    assert asked_of(city.dispatcher) == [f"登记{asked.ledger_label}的领导批示"]
    assert old.state == "issued"
    assert [row for row in asked_of(city.office) if "登记" in row] == []
