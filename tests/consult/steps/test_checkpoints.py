"""Writing down what a checkpoint asks for: what is refused, in which words, and what is kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from consult.models import CheckpointEntry, CheckpointRecord, Consultation
from consult.steps import closing, entries, gate_reminding, products
from consult.workflow import Refused, Stale
from members.enums import RoleCode
from members.models import Event, Notice
from tests import factories as make
from tests import scenes
from tests.consult.entry_scene import FORM, case_at, fresh, record, sentence

GATES = (
    'code = "posting"\nkind = "publicity"\ndays = 3\nobjections = true',
    'code = "vote"\nkind = "vote"\nvoters = "participants"\nthreshold = 0.5',
    'code = "count"\nkind = "vote"\nvoters = "responsible_unit"\nthreshold = 0.5',
    'code = "sign"\nkind = "sign"\nby = ["township"]\nmay_return = true',
    'code = "respond"\nkind = "respond"\nwho = ["township"]\nto = ["participants"]\neach = "matter"',
    'code = "rate"\nkind = "evaluate"\nform = "sheet"\nraters = ["member"]\nmin_raters = 2',
    'code = "look"\nkind = "wait"\nafter = { days = 10 }',
    'code = "tell"\nkind = "notify"\nto = ["public"]\nwithin = { days = 5 }',
    'code = "case"\nkind = "produce"\nproduct = "case"',
)
TODAY = timezone.localdate


@pytest.fixture
def case(house):
    return case_at(house, *GATES, more=FORM)


def refused(act, *args, **kwargs) -> str:
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    return str(caught.value)


def votes(agree=0, against=0, abstain=0, **more):
    return {"data": {"agree": agree, "against": against, "abstain": abstain, **more}}


NO = [
    ("posting", "posted", {"text": " "}, "请写明公示的内容和地点。"),
    ("posting", "objection", {"text": "不同意"}, "还没有登记公示，不能登记异议。"),
    ("posting", "ballot", {}, "“关”不能登记这一项，请刷新页面。"),
    ("vote", "ballot", votes(), "请填写表决的票数。"),
    ("count", "ballot", votes(1), "请填写应到人数。"),
    ("count", "ballot", votes(3, 2, 1, eligible=5), "三项票数合计 6 票，超过应到的 5 人。"),
    ("sign", "signature", {"data": {"verdict": "reject"}}, "请选择签批的意见。"),
    ("sign", "signature", {"data": {"verdict": "return"}}, "请写明退回的理由。"),
    ("respond", "answer", {"text": "下周进场"}, "请选择回应的是哪一项。"),
    ("rate", "rating", {}, "请填写：评价。"),
    ("tell", "notice", {"data": {"to": ["member"]}}, "请选择告知了谁：社会公众。"),
    ("case", "product", {}, "请写明成果的名称。"),
    ("gone", "posted", {"text": "x"}, "这个关口不在协商现在的环节，请刷新页面查看最新情况。"),
]


@pytest.mark.django_db
def test_what_is_missing_is_said_in_one_sentence(house, case):
    said = [refused(record, case, role, house.clerk, code=code, **fields) for code, role, fields, _ in NO]
    assert said == [sentence for *_, sentence in NO]
    assert not CheckpointEntry.objects.exists()


@pytest.mark.django_db
def test_no_day_lies_outside_of_the_case(house, case):
    told = {"code": "posting", "text": "公示栏"}
    days = [TODAY() + timedelta(days=1), TODAY() - timedelta(days=1)]
    said = [refused(record, case, "posted", house.clerk, on=day, **told) for day in days]
    assert said == ["日期不能晚于今天。", "日期不能早于立题的日期。"]
    Consultation.objects.update(created_at=timezone.now() - timedelta(days=9))
    record(case, "posted", house.clerk, **told)
    earlier = {**told, "on": TODAY() - timedelta(days=2)}
    assert refused(record, case, "objection", house.clerk, **earlier).startswith("异议日期不能早于公示日期")
    assert refused(record, case, "look_back", house.clerk, code="look").startswith("“关”要到 ")


@pytest.mark.django_db
def test_what_was_written_down_is_kept_and_told(house, case):
    entry = record(case, "signature", house.clerk, code="sign", said_by="陈立新", data={"verdict": "approve"})
    assert (entry.stage, entry.code, entry.said_by, entry.made_by) == ("all", "sign", "陈立新", house.clerk)
    event = Event.objects.get(verb="consult.record_checkpoint")
    assert (event.entered_for, event.case_id) == ("陈立新", case.pk)
    assert Notice.objects.filter(user=house.convener, sentence__startswith="登记“关”").exists()


@pytest.mark.django_db
def test_a_thing_is_answered_once_and_struck_out_before_it_is_answered_anew(house, case):
    item = str(case.matter_set.get().pk)
    told = {"code": "respond", "item": item, "said_by": "陈立新", "text": "下周进场"}
    entry = record(case, "answer", house.clerk, **told)
    assert "已经登记过" in refused(record, case, "answer", house.clerk, **told)
    assert refused(entries.strike, entry, by=house.clerk, reason=" ") == "划去登记要写明理由。"
    entries.strike(entry, by=house.convener, reason="登记错了")
    assert refused(entries.strike, entry, by=house.clerk, reason="再划") == "这条登记已经划去，请刷新页面查看最新情况。"
    record(case, "answer", house.clerk, **told)


@pytest.mark.django_db
def test_what_a_body_or_a_rater_said_is_theirs_to_strike(house, case):
    own = record(case, "signature", house.township, code="sign", data={"verdict": "approve"})
    rating = record(case, "rating", house.member, code="rate", item=f"user-{house.member.pk}", data={"grade": "满意"})
    typed = record(case, "rating", house.clerk, code="rate", said_by="1 号", data={"grade": "满意"})
    assert refused(entries.strike, own, by=house.clerk, reason="x") == "这是陈立新本人作出的，由本人划去。"
    assert refused(entries.strike, rating, by=house.convener, reason="x") == "这是邓国梁本人作出的，由本人划去。"
    assert refused(entries.strike, typed, by=house.member, reason="x") == "这是周敏登记的，由本人划去。"
    for entry, by in ((own, house.township), (rating, house.member), (typed, house.convener)):
        entries.strike(entry, by=by, reason="登记错了")


@pytest.mark.django_db
def test_only_an_objection_is_answered_and_only_as_it_was_seen(house, case):
    posted = record(case, "posted", house.clerk, code="posting", text="公示栏")
    objection = record(case, "objection", house.clerk, code="posting", text="费用没有写明")
    told = {"by": house.clerk, "on": TODAY(), "text": "已补写"}
    assert refused(entries.answer, posted, version=1, **told) == "只有异议需要答复，请刷新页面。"
    assert refused(entries.answer, objection, version=1, **{**told, "text": ""}) == "请写明怎样答复。"
    late = {**told, "on": TODAY() + timedelta(days=1)}
    assert refused(entries.answer, objection, version=1, **late).startswith("答复日期不能早于")
    entries.answer(objection, version=1, **told)
    with pytest.raises(Stale):
        entries.answer(objection, version=1, **told)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["closed", "stopped"])
def test_nothing_is_written_down_once_the_case_is_over(house, case, state):
    ending = {"ending": "done" if state == "closed" else "withdrawn"}
    Consultation.objects.update(state=state, ended_by=house.clerk, ended_at=timezone.now(), **ending)
    said = f"这件协商{'已办结' if state == 'closed' else '已终止'}，不能再改动。"
    assert refused(record, case, "posted", house.clerk, code="posting", text="x") == said


@pytest.mark.django_db
def test_nothing_is_written_down_for_what_was_waived(house, case):
    told = {"waived_by": house.leading_office, "waived_at": timezone.now()}
    CheckpointRecord.objects.create(consultation=case, stage="all", code="tell", **told)
    said = refused(record, case, "notice", house.clerk, code="tell", text="x", data={"to": ["public"]})
    assert said == "“关”已经豁免，不用登记。"


@pytest.mark.django_db
def test_the_last_thing_written_down_ends_a_case_that_waited_for_it(house):
    case = case_at(house, GATES[-1], mode="block")
    case.matter_set.update(state="done", closed_at=timezone.now(), closed_by=house.clerk)
    closing.settle(fresh(case), by=house.clerk)
    assert fresh(case).is_running
    record(case, "product", house.clerk, code="case", text="案例")
    assert fresh(case).ending == "done"


# ── products ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_a_product_stands_for_the_checkpoint_that_asks_for_it(house, case):
    asked = products.record_product(case, kind="case", label="下水管网改造案例", by=house.clerk, url="/cases/3/")
    free = products.record_product(case, kind="covenant", label="居民公约", by=house.clerk)
    again = products.record_product(case, kind="covenant", label="居民公约", by=house.convener)
    assert (asked.code, free.code, again) == ("case", "product", free)
    assert sentence(case, "case") == ""
    entries.strike(free, by=house.convener, reason="登记错了")
    assert case.checkpointentry_set.standing().count() == 1


def test_a_product_that_was_told_early_stands_for_what_asks_for_it_later(house, case):
    told = {"kind": "case", "label": "案例", "by": house.clerk}
    early = products.record_product(case, **told)
    CheckpointEntry.objects.update(stage="earlier", code="product")
    assert sentence(case, "case") != ""
    assert products.record_product(case, **told) == early
    assert (sentence(case, "case"), CheckpointEntry.objects.count()) == ("", 1)


def test_a_product_is_written_up_and_struck_after_the_case_is_closed_but_not_after_it_was_stopped(house, case):
    over = {"ended_by": house.clerk, "ended_at": timezone.now()}
    Consultation.objects.filter(pk=case.pk).update(state="closed", ending="done", **over)
    told = {"kind": "case", "label": "下水管网改造案例", "by": house.clerk}
    late = products.record_product(fresh(case), **told)
    entries.strike(late, by=house.convener, reason="登记错了")
    assert list(case.checkpointentry_set.standing()) == []
    Consultation.objects.filter(pk=case.pk).update(state="stopped", ending="withdrawn")
    assert refused(products.record_product, fresh(case), **told) == "这件协商已终止，不能再改动。"


PRODUCTS = [
    ({"kind": "minutes"}, "没有这种成果，请重新选择。"),
    ({"label": " "}, "请写明成果的名称。"),
    ({"label": "长" * 201}, "成果的名称不能超过 200 字。"),
    ({"url": "javascript:alert(1)"}, "成果的网址填写有误，请核对。"),
    ({"on": TODAY() + timedelta(days=1)}, "形成日期不能早于立题的日期，也不能晚于今天。"),
]


@pytest.mark.django_db
def test_what_is_no_product_is_refused(house, case):
    told = {"kind": "covenant", "label": "居民公约", "by": house.clerk}
    said = [refused(products.record_product, case, **{**told, **wrong}) for wrong, _ in PRODUCTS]
    assert said == [sentence for _, sentence in PRODUCTS]


# ── the daily reminder ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_the_room_hears_once_of_each_day_that_has_come(house, case):
    record(case, "posted", house.clerk, code="posting", text="公示栏")
    Notice.objects.all().delete()
    assert gate_reminding.remind() == 0
    then = timezone.now() - timedelta(days=40)
    Consultation.objects.update(created_at=then, stage_entered_at=then)
    CheckpointEntry.objects.update(on=then.date())
    assert [gate_reminding.remind(), gate_reminding.remind()] == [3, 0]
    rows = Notice.objects.filter(user=house.clerk).order_by("pk")
    assert [word for row in rows for word in ("期满", "到期，请办理", "逾期") if word in row.sentence] == [
        "期满",
        "到期，请办理",
        "逾期",
    ]
    assert set(Notice.objects.values_list("user__name", flat=True)) == {"周敏", "罗建平", "沈雅琴"}
    assert all("#checkpoint-" in row.url for row in rows)


# ── two at once ──────────────────────────────────────────────────────────────────────────────────────────────────


def together(act):
    """The act twice at the same moment; what each came to."""
    start = Barrier(2)

    def run(_):
        start.wait()
        try:
            return act()
        except (Refused, IntegrityError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, range(2)))


@pytest.fixture
def rating(transactional_db):
    house = scenes.house()
    case = case_at(house, GATES[5], more=FORM)
    member = make.person(RoleCode.MEMBER, unit=house.room.unit)
    told = {"code": "rate", "item": f"user-{member.pk}", "data": {"grade": "满意"}}
    return lambda: record(case, "rating", member, **told)


def test_one_account_rates_once_even_in_two_windows(rating):
    found = together(rating)
    assert sorted(type(each).__name__ for each in found) == ["CheckpointEntry", "Refused"]
    assert CheckpointEntry.objects.count() == 1


def test_without_the_lock_the_database_keeps_the_second_rating_out(rating, monkeypatch):
    """Negative control: both come past the check, and only the constraint is left."""
    checked, asked = Barrier(2), entries.entry_rules.checked

    def slow(*args, **kwargs):
        values = asked(*args, **kwargs)
        checked.wait()
        return values

    monkeypatch.setattr(entries, "lock", lambda row, **_: fresh(row))
    monkeypatch.setattr(entries.entry_rules, "checked", slow)
    found = together(rating)
    assert sorted(type(each).__name__ for each in found) == ["CheckpointEntry", "IntegrityError"]
    assert CheckpointEntry.objects.count() == 1
