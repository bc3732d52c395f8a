"""交办 and 承办: given, accepted, objected to, handled with others, answered, closed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from members.models import Event, Notice
from members.workflow import Refused
from proposals.models import Handling
from proposals.operations import handling_work as work
from proposals.operations import handlings
from proposals.queries import waiting_for
from rooms.models import TimeLimit
from rooms.operations import time_limits
from tests.proposals import report_scene as scene

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DONE = {"result": "solved", "text": "已经改造主管 120 米。"}


@pytest.fixture
def city(house):
    return scene.dispatch(house)


def told(user) -> str:
    return Notice.objects.filter(user=user).latest("pk").sentence


# ── given ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_several_units_are_asked_at_once_and_each_is_told(city):
    _, rows = scene.in_hand(city, (city.housing, "lead"), (city.urban, "co"), (city.silent, "divided"))
    assert [(row.unit, row.role, row.state) for row in rows] == [
        (city.housing, "lead", "issued"),
        (city.urban, "co", "issued"),
        (city.silent, "divided", "issued"),
    ]
    assert told(city.department).startswith("市政府办交办：《资政建言要报》")
    assert told(city.clerk).endswith("已交市住建局、市城管局、供电公司办理")
    assert "供电公司没有能接收任务的账号" in handlings.by_phone([row.unit for row in rows])


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([], "请选择承办单位"),
        ([("housing", "lead"), ("housing", "co")], "市住建局选了两次"),
        ([("housing", "lead"), ("urban", "lead")], "一份报告只有一个主办单位"),
        ([("housing", "co")], "协办、会办要有主办单位"),
    ],
)
def test_what_makes_no_sense_is_refused(city, parts, said):
    report = scene.issued(city)
    scene.instruct(report, city)
    given = [handlings.Part(getattr(city, name), role) for name, role in parts]
    with pytest.raises(Refused, match=said):
        handlings.assign(report, by=city.dispatcher, office=city.government, parts=given, task="研办")
    assert not Handling.objects.exists()


def test_without_an_instruction_nothing_is_assigned(city):
    report = scene.issued(city)
    scene.instruct(report, city, is_viewed_only=True, text="")
    with pytest.raises(Refused, match="还没有登记领导批示"):
        scene.assigned(report, city)


def test_one_unit_has_one_part_of_a_report(city):
    report, _ = scene.in_hand(city)
    with pytest.raises(Refused, match="市住建局已经有这份报告的任务"):
        scene.assigned(report, city)
    row = report.handlings.get()
    with pytest.raises(IntegrityError, match="handling_of_report_once"), transaction.atomic():
        Handling.objects.create(report=report, unit=city.housing, role="co", **_by(row))


def _by(row) -> dict:
    return {"task": row.task, "issued_by": row.issued_by, "issued_by_unit": row.issued_by_unit}


def test_the_office_assigns_for_the_dispatching_one_and_the_ledger_names_both(city):
    report = scene.issued(city)
    scene.instruct(report, city)
    parts = [handlings.Part(city.housing, "lead")]
    handlings.assign(report, by=city.office, office=city.party, parts=parts, task="研办")
    assert Event.objects.filter(object_type="proposals.handling").latest("pk").entered_for == "市委办"


# ── objected to ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_objection_that_is_agreed_with_leads_to_another_unit(city):
    report, (row,) = scene.in_hand(city)
    row = work.object_to(row, by=city.department, reason="属城管职责", better_unit=city.urban)
    assert told(city.dispatcher).startswith("市住建局申请退办")
    row = handlings.rule(row, by=city.dispatcher, agrees=True, ruling="情况属实")
    assert row.state == "refused"
    made = handlings.reassign(row, by=city.dispatcher, unit=city.urban, reason="按职责分工")
    assert (made.previous, made.role, made.task) == (row, "lead", row.task)
    with pytest.raises(Refused, match="已经改派，不用再改派"):
        handlings.reassign(row, by=city.dispatcher, unit=city.silent, reason="再改")
    assert report.handlings.in_hand().count() == 1


def test_an_objection_that_is_not_agreed_with_leaves_the_task_where_it_is(city):
    _, (row,) = scene.in_hand(city)
    row = work.object_to(row, by=city.department, reason="任务重")
    row = handlings.rule(row, by=city.dispatcher, agrees=False, ruling="属本职工作，请办理")
    assert (row.state, row.ruling) == ("issued", "属本职工作，请办理")
    assert told(city.department).startswith("不同意")
    assert work.accept(row, by=city.department).state == "accepted"


def test_who_holds_it_can_be_relieved_and_a_task_taken_back(city):
    report, (row,) = scene.in_hand(city)
    made = handlings.reassign(work.accept(row, by=city.department), by=city.dispatcher, unit=city.urban, reason="分工")
    row.refresh_from_db()
    assert row.state == "canceled"
    assert handlings.cancel(made, by=city.dispatcher, reason="合并办理").state == "canceled"
    assert scene.assigned(report, city)[0].unit == city.housing


@pytest.mark.parametrize("said", ["", "  "])
def test_each_of_these_wants_a_reason(city, said):
    _, (row,) = scene.in_hand(city)
    for act in (
        lambda: work.object_to(row, by=city.department, reason=said),
        lambda: handlings.cancel(row, by=city.dispatcher, reason=said),
        lambda: handlings.reassign(row, by=city.dispatcher, unit=city.urban, reason=said),
    ):
        with pytest.raises(Refused, match="理由"):
            act()


# ── handled ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_answer_of_the_lead_waits_for_the_parts_of_the_others(city):
    _, (lead, co) = scene.in_hand(city, (city.housing, "lead"), (city.urban, "co"))
    lead, co = work.accept(lead, by=city.department), work.accept(co, by=city.urban_user)
    with pytest.raises(Refused, match="市城管局还没有提交协办意见，收齐以后才能反馈"):
        work.answer(lead, by=city.department, **DONE)
    work.answer(co, by=city.urban_user, **DONE)
    assert told(city.department) == f"市城管局提交了{lead.report.ledger_label}的协办意见"
    assert work.answer(lead, by=city.department, **DONE).state == "answered"
    work.close(lead, by=city.dispatcher)
    co.refresh_from_db()
    assert co.state == "closed"


def test_divided_units_answer_each_for_itself(city):
    _, (one, _) = scene.in_hand(city, (city.housing, "divided"), (city.urban, "divided"))
    assert work.answer(work.accept(one, by=city.department), by=city.department, **DONE).state == "answered"


def test_feedback_reaches_office_dispatcher_township_and_room(city):
    _, (row,) = scene.in_hand(city)
    work.answer(work.accept(row, by=city.department), by=city.department, **DONE)
    for user in (city.office, city.dispatcher, city.township, city.clerk):
        assert "市住建局已反馈：已经解决" in told(user)


def test_what_is_sent_back_is_answered_again(city):
    _, (row,) = scene.in_hand(city)
    row = work.answer(work.accept(row, by=city.department), by=city.department, **DONE)
    row = work.send_back(row, by=city.office, reason="请补充照片")
    assert (row.state, row.missing) == ("accepted", "请补充照片")
    row = work.answer(row, by=city.department, **DONE)
    assert (row.state, row.missing) == ("answered", "")


def test_of_a_unit_without_an_account_the_office_enters_what_it_says(city):
    _, (row,) = scene.in_hand(city, (city.silent, "lead"))
    assert city.dispatcher.has_perm("proposals.handle", row)
    row = work.accept(row, by=city.dispatcher)
    progress = work.report_progress(row, by=city.dispatcher, text="电话答复：已派人查看")
    assert progress.entered_for_unit
    assert Event.objects.filter(object_type="proposals.handling").latest("pk").entered_for == "供电公司"
    _, (own,) = scene.in_hand(city)
    assert not city.dispatcher.has_perm("proposals.handle", own)


def test_progress_is_told_only_while_it_is_handled(city):
    _, (row,) = scene.in_hand(city)
    with pytest.raises(Refused, match="签收以后才能报告进展"):
        work.report_progress(row, by=city.department, text="已查看")


def test_the_people_in_charge_are_named_and_handed_over(city):
    _, (row,) = scene.in_hand(city)
    row = work.accept(row, by=city.department, handler="曹伟", phone="0714-1234567")
    row = work.name_people(row, by=city.department, version=row.version, handler="石磊", deputy="曹伟")
    assert (row.handler, row.deputy) == ("石磊", "曹伟")


# ── the workbench ────────────────────────────────────────────────────────────────────────────────────────────────────
def sentences(user) -> list[str]:
    user.__dict__.pop("current_roles", None)
    return [task.sentence for task in waiting_for(user)]


def test_at_every_stop_somebody_has_it_on_the_desk(city):
    sources = scene.matters(city)
    assert sentences(city.office) == ["把市级事项编成要报"]
    report = scene.issued(city, sources=sources)
    assert sentences(city.office) == []
    for user in (city.dispatcher, city.dispatcher2):
        assert sentences(user) == [f"登记{report.ledger_label}的领导批示"]
        notice = Notice.objects.get(user=user, url=report.get_absolute_url())
        assert notice.sentence == f"市政协办公室报送{report.ledger_label}，有领导批示请登记"
    scene.instruct(report, city)
    assert sentences(city.dispatcher) == [f"按批示交办{report.ledger_label}"]
    (row,) = scene.assigned(report, city)
    assert sentences(city.department) == ["签收市政府办交办的任务"]
    # The next day is that of accepting, three working days from today.
    assert (
        next(iter(waiting_for(city.department))).due_on == TimeLimit.objects.of(row, "report_acceptance").get().due_on
    )
    row = work.accept(row, by=city.department)
    assert sentences(city.department) == ["办理市政府办交办的任务"]
    row = work.answer(row, by=city.department, **DONE)
    assert sentences(city.dispatcher) == ["核对市住建局的反馈"]
    work.close(row, by=city.dispatcher)
    assert sentences(city.office) == [f"办结{report.ledger_label}"]


# ── limits ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def limits(row) -> list[tuple]:
    return list(TimeLimit.objects.of(row).order_by("pk").values_list("of", "state"))


def test_the_clocks_of_a_task_follow_it(city):
    _, (row,) = scene.in_hand(city)
    assert limits(row) == [("report_acceptance", "running"), ("report_action", "running")]
    row = work.accept(row, by=city.department)
    assert limits(row) == [("report_acceptance", "met"), ("report_action", "running")]
    row = work.answer(row, by=city.department, **DONE)
    assert limits(row)[1] == ("report_action", "met")
    row = work.send_back(row, by=city.office, reason="请补充")
    assert limits(row)[1] == ("report_action", "running")
    handlings.cancel(row, by=city.dispatcher, reason="合并")
    assert limits(row)[1] == ("report_action", "void")


def test_a_day_that_is_given_stands_and_is_extended_with_its_reason(city):
    _, (row,) = scene.in_hand(city, handlings.Part(city.housing, "lead", TODAY + timedelta(days=20)))
    assert TimeLimit.objects.of(row, "report_action").get().due_on == TODAY + timedelta(days=20)
    handlings.extend(row, by=city.dispatcher, due_on=TODAY + timedelta(days=40), reason="需要勘察")
    assert TimeLimit.objects.of(row, "report_action").get().due_on == TODAY + timedelta(days=40)
    assert "办理期限延至" in told(city.department)


def test_a_co_handler_is_not_given_longer_than_the_lead(city):
    report = scene.issued(city)
    scene.instruct(report, city)
    parts = [
        handlings.Part(city.housing, "lead", TODAY + timedelta(days=10)),
        handlings.Part(city.urban, "co", TODAY + timedelta(days=11)),
    ]
    with pytest.raises(Refused, match="市城管局的期限不能晚于主办单位"):
        handlings.assign(report, by=city.dispatcher, office=city.government, parts=parts, task="研办")
    assert not Handling.objects.exists()


def test_who_must_go_on_after_an_objection_is_asked_again_to_accept(city):
    _, (row,) = scene.in_hand(city)
    row = work.object_to(row, by=city.department, reason="任务重")
    handlings.rule(row, by=city.dispatcher, agrees=False, ruling="请办理")
    assert limits(row).count(("report_acceptance", "running")) == 1


# ── rated ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_came_of_a_report_is_rated_by_whoever_brought_it_up_once_the_unit_answered(city):
    _, (row,) = scene.in_hand(city, (city.housing, "lead"))
    assert row.why_not_rated("handling") == "单位反馈以后才能评议。"
    work.accept(row, by=city.department, handler="曹伟")
    row.refresh_from_db()
    work.answer(row, by=city.department, **DONE)
    row.refresh_from_db()
    assert (row.why_not_rated("handling"), row.rated_units("handling")) == ("", [city.housing])
    assert city.clerk in [rater.user for rater in row.raters("handling")]


def test_who_rates_an_internal_report_reads_neither_its_title_nor_the_task(city):
    report, (row,) = scene.in_hand(city)
    assert row.rated_words("handling") == f"{report.ledger_label}，市住建局的办理情况"
    type(report).objects.filter(pk=report.pk).update(is_internal=False)
    row.report.refresh_from_db()
    assert row.rated_words("handling") == f"{report.ledger_label}“{report.title}”，市住建局的办理情况"


# ── what leaves the system ───────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("is_internal", [True, False])
def test_of_an_internal_report_no_sentence_leaves_the_system(city, is_internal):
    """A notice that is 内部 goes out by mail or telephone without a word of what it is about."""
    report = scene.issued(city, is_internal=is_internal)
    scene.instruct(report, city)
    (row,) = scene.assigned(report, city)
    limit = TimeLimit.objects.of(row).order_by("pk").last()
    time_limits.pause(limit, by=city.dispatcher, reason="等省里批复")
    work.object_to(row, by=city.department, reason="不归我局")
    sent = Notice.objects.filter(sentence__contains=report.issue) | Notice.objects.filter(
        sentence__contains=report.title
    )
    people = {city.department, city.dispatcher, city.office, city.clerk}
    assert people <= {notice.user for notice in sent}
    assert {notice.is_internal for notice in sent} == {is_internal}
