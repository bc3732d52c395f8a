"""Pages of checkpoints: who opens them, what they keep, and what they say to whatever is sent to them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from consult.models import CheckpointEntry, Consultation, Matter, Meeting, Statement
from consult.steps import participants
from members.enums import RoleCode
from reports.documents import content, pdf
from reports.documents.plain_text import expected_text
from reports.queries.documents import Subject
from rooms.models import Representative
from tests import factories as make
from tests.action_scenes import photo
from tests.consult.entry_scene import FORM, case_at, fresh, record

pytestmark = pytest.mark.django_db

GATES = (
    'code = "posting"\nkind = "publicity"\ndays = 3\nobjections = true',
    'code = "vote"\nkind = "vote"\nvoters = "responsible_unit"\nthreshold = 0.5',
    (
        'code = "form"\nkind = "form"\nprint = true\nfields = [\n'
        '  { key = "who", label = "定人员", type = "text", required = true },\n'
        '  { key = "why", label = "定责任", type = "longtext" },\n'
        '  { key = "cost", label = "费用", type = "number", unit = "万元" },\n'
        '  { key = "day", label = "定时间", type = "date" },\n]'
    ),
    'code = "sign"\nkind = "sign"\nby = ["township", "leading_office"]\nmay_return = true',
    'code = "respond"\nkind = "respond"\nwho = ["township"]\nto = ["participants"]\neach = "matter"',
    'code = "rate"\nkind = "evaluate"\nform = "sheet"\nraters = ["member", "representative"]\nmin_raters = 2',
    'code = "look"\nkind = "wait"\nafter = { days = 10 }',
    'code = "tell"\nkind = "notify"\nto = ["public"]\nwithin = { workdays = 5 }',
    'code = "case"\nkind = "produce"\nproduct = "case"',
)
ROLE_OF = {
    "posting": "posted",
    "vote": "ballot",
    "form": "form",
    "sign": "signature",
    "respond": "answer",
    "rate": "rating",
    "look": "look_back",
    "tell": "notice",
    "case": "product",
}


@pytest.fixture
def case(house):
    return case_at(house, *GATES, more=FORM)


def address(case, code, view="record_checkpoint", role=""):
    return reverse(f"consult:{view}", args=[case.pk, code, role or ROLE_OF[code]])


def today():
    return timezone.localdate().isoformat()


GOOD = {
    "posting": {"text": "社区公示栏"},
    "vote": {"agree": "6", "against": "1", "abstain": "0", "eligible": "9"},
    "form": {"f_who": "魏波", "f_why": "街道城建办牵头", "f_cost": "3.5", "f_day": "2026-10-01"},
    "sign": {"said_by": "陈立新", "verdict": "approve"},
    "rate": {"said_by": "1 号", "f_grade": "满意"},
    "tell": {"to": ["public"], "text": "张贴公告"},
    "case": {"text": "下水管网改造案例"},
}


def test_the_room_writes_each_thing_down_on_its_page(house, case, client):
    client.force_login(house.clerk)
    for code, sent in GOOD.items():
        assert client.get(address(case, code)).status_code == 200
        answer = client.post(address(case, code), {**sent, "on": today()})
        assert (code, answer.status_code) == (code, 302)
        assert answer.url.endswith(f"#checkpoint-{code}")
    kept = {entry.code: entry.data for entry in CheckpointEntry.objects.all()}
    assert kept["form"] == {"who": "魏波", "why": "街道城建办牵头", "cost": 3.5, "day": "2026-10-01"}
    assert kept["vote"] == {"agree": 6, "against": 1, "abstain": 0, "eligible": 9, "present": 7}
    page = client.get(case.get_absolute_url()).content.decode()
    for shown in ("公示期满", "参加表决 7 人，应到 9 人", "3.5 万元", "陈立新：同意", "已告知社会公众"):
        assert shown in page
    # What is told leaves nothing open, and no day runs any more.
    assert "限期：" not in page


def test_a_page_sent_twice_makes_one_entry(house, case, client):
    client.force_login(house.clerk)
    form = client.get(address(case, "posting")).context["form"]
    sent = {**GOOD["posting"], "on": today(), "form_key": form["form_key"].value()}
    assert client.post(address(case, "posting"), sent).status_code == 302
    assert "刚才已经提交过一次" in client.post(address(case, "posting"), sent).content.decode()
    assert CheckpointEntry.objects.count() == 1


WHO = {
    "clerk": (200, 403, 403),
    "convener": (200, 403, 403),
    "member": (403, 403, 200),
    "township": (403, 200, 403),
    "leading_office": (403, 200, 403),
    "auditor": (403, 403, 403),
    "other_clerk": (404, 404, 404),
    "other_township": (404, 404, 404),
    "department": (404, 404, 404),
}


@pytest.mark.parametrize("name", WHO)
def test_who_records_who_speaks_and_who_rates(house, case, client, name):
    client.force_login(getattr(house, name))
    urls = [
        address(case, "posting"),
        address(case, "sign", "speak_at_checkpoint"),
        address(case, "rate", "rate_consultation"),
    ]
    assert tuple(client.get(url).status_code for url in urls) == WHO[name]


def test_a_body_speaks_only_where_it_is_named(house, case, client):
    client.force_login(house.leading_office)
    answer = client.get(address(case, "respond", "speak_at_checkpoint"))
    assert (answer.status_code, "不由您所在的机关办理" in answer.content.decode()) == (403, True)
    assert client.get(address(case, "posting", "speak_at_checkpoint")).status_code == 403
    client.force_login(house.township)
    page = client.get(case.get_absolute_url()).content.decode()
    assert (address(case, "sign", "speak_at_checkpoint") in page, address(case, "posting") in page) == (True, False)


def test_a_member_rates_once(house, case, client):
    client.force_login(house.member)
    url = address(case, "rate", "rate_consultation")
    sent = {"f_grade": "满意", "on": today()}
    assert [client.post(url, sent).status_code for _ in range(2)] == [302, 403]
    representative = make.person(RoleCode.REPRESENTATIVE, unit=house.room.unit)
    client.force_login(representative)
    assert client.post(url, sent).status_code == 302
    assert CheckpointEntry.objects.count() == 2


LONG, NUL = "长" * 10_000, "公示\x00栏"
BAD = [
    {"csrfmiddlewaretoken": "x"},
    {"on": "2099-01-01"},
    {"on": "不是日期", "text": NUL, "said_by": NUL, "f_who": NUL},
    {"on": today(), "text": LONG, "said_by": LONG, "f_who": LONG, "f_why": LONG, "f_grade": LONG, "verdict": LONG},
    {"on": today(), "agree": "-1", "against": "x", "abstain": "99999999999", "eligible": "1e400", "f_cost": "NaN"},
    {"on": today(), "agree": "9999", "against": "9999", "abstain": "0", "eligible": "1", "f_who": "", "f_cost": "1e9"},
    {"on": today(), "item": "0 OR 1=1", "finding": "x", "to": ["nobody"], "attachments": "999999", "form_key": "x"},
]


@pytest.mark.parametrize("code", ROLE_OF)
def test_whatever_is_sent_is_answered_in_words_and_nothing_is_lost(house, case, client, code):
    client.force_login(house.clerk)
    for sent in BAD:
        answer = client.post(address(case, code), sent)
        text = answer.content.decode()
        # Characters that no keyboard types are turned away before any form.
        assert (sent, answer.status_code) == (sent, 400 if NUL in sent.values() else 422)
        assert 'class="invalid-feedback' in text or "请" in text
        if sent.get("text") == LONG and code in ("posting", "respond", "tell"):
            assert LONG in text
    assert not CheckpointEntry.objects.exists()


def test_addresses_that_no_page_offers(house, case, client):
    client.force_login(house.clerk)
    assert client.get(address(case, "posting", role="ballot")).status_code == 404
    assert client.post(address(case, "vote", role="objection"), {"on": today()}).status_code == 404
    for view in ("record_checkpoint", "waive_checkpoint"):
        args = [case.pk, "gone"] + ([] if view == "waive_checkpoint" else ["posted"])
        assert client.post(reverse(f"consult:{view}", args=args)).status_code in (302, 403, 404, 409, 422)
    Consultation.objects.update(state="stopped", ending="withdrawn", ended_by=house.clerk, ended_at=timezone.now())
    assert client.post(address(case, "posting"), GOOD["posting"]).status_code == 403
    assert not CheckpointEntry.objects.exists()


def test_an_entry_of_another_room_is_not_there(house, case, client):
    entry = record(case, "posted", house.clerk, code="posting", text="公示栏")
    client.force_login(house.other_clerk)
    for view in ("answer_entry", "strike_entry"):
        assert client.post(reverse(f"consult:{view}", args=[entry.pk]), {"reason": "x"}).status_code == 404
    client.force_login(house.member)
    answer = client.post(reverse("consult:strike_entry", args=[entry.pk]), {"reason": "x"})
    assert "由本人划去" in answer.content.decode()
    client.force_login(house.clerk)
    assert client.post(reverse("consult:strike_entry", args=[entry.pk]), {"reason": "x"}).status_code == 302


# ── papers ───────────────────────────────────────────────────────────────────────────────────────────────────────


def sheet_of(entry):
    made = content.of_record("checkpoint", CheckpointEntry.objects.get(pk=entry.pk))
    return made.title, expected_text(content.thaw(made.data["sheet"]))


def test_the_record_of_a_checkpoint_is_printed(house, case):
    posted = record(case, "posted", house.clerk, code="posting", text="社区公示栏")
    record(case, "objection", house.clerk, code="posting", text="费用没有写明")
    title, text = sheet_of(posted)
    assert title.startswith("关登记表：")
    for shown in (case.label, "公示3日", "社区公示栏", "费用没有写明", "周敏登记", "异议"):
        assert shown in text
    ballot = {"agree": 6, "against": 1, "abstain": 0, "eligible": 9}
    _, text = sheet_of(record(case, "ballot", house.clerk, code="vote", data=ballot))
    assert ("6票" in text, "7人，应到9人" in text) == (True, True)
    _, text = sheet_of(record(case, "form", house.clerk, code="form", data={"who": "魏波", "cost": 3.5}))
    assert ("定人员\n魏波" in text, "3.5万元" in text, "定责任" in text) == (True, True, False)


def test_it_fits_on_one_page_and_is_laid_out(house, case):
    entry = record(case, "posted", house.clerk, code="posting", text="社区公示栏")
    made = content.of_record("checkpoint", entry)
    assert len(pdf.pages_as_png(pdf.render(content.thaw(made.data["sheet"])))) == 1


PAPER = {"clerk": 200, "township": 200, "auditor": 200, "other_clerk": 404, "department": 404}


def test_whoever_sees_the_case_sees_its_paper(house, case, client):
    entry = record(case, "posted", house.clerk, code="posting", text="社区公示栏")
    url = reverse("reports:paper", args=["checkpoint", entry.pk])
    told = {}
    for name in PAPER:
        client.force_login(getattr(house, name))
        told[name] = client.get(url).status_code
    assert told == PAPER
    client.force_login(house.clerk)
    order = reverse("reports:order_document", args=["checkpoint", entry.pk])
    assert order in client.get(case.get_absolute_url()).content.decode()
    assert client.post(order).status_code == 302
    assert Subject("checkpoint", entry).documents().count() == 1
    assert fresh(case).is_running


def test_the_blue_button_leads_to_what_waits(house, client):
    """Post it; nothing while the period runs; answer an objection; and nobody is sent where he can do nothing."""
    case = case_at(house, GATES[0], mode="block")
    case.matter_set.update(state="done", closed_at=timezone.now(), closed_by=house.clerk)
    client.force_login(house.clerk)

    def act():
        return client.get(case.get_absolute_url()).context["next_act"]

    assert act()["label"] == "登记公示：关"
    record(case, "posted", house.clerk, code="posting", text="公示栏")
    page = client.get(case.get_absolute_url())
    assert (page.context["next_act"], "去办理" in page.content.decode()) == (None, False)
    record(case, "objection", house.clerk, code="posting", text="费用没有写明")
    assert act()["label"] == "答复异议：关"
    client.force_login(house.township)
    assert act() is None


def test_the_room_alone_is_offered_the_acts_of_its_own_matter(house, client):
    case = case_at(house, GATES[-1])
    matter = case.matter_set.get()
    case.matter_set.update(state="running", by_room=True)
    url = reverse("consult:matter", args=[matter.pk])
    close, raise_ = (reverse(f"consult:{name}", args=[matter.pk]) for name in ("close_matter", "decide_matter"))
    told = {}
    for name in ("clerk", "township"):
        client.force_login(getattr(house, name))
        page = client.get(url).content.decode()
        told[name] = (close in page, raise_ in page)
    assert told == {"clerk": (True, False), "township": (False, False)}


def test_each_is_led_to_the_matters_that_are_its_own_to_close(house, client):
    case = case_at(house, GATES[-1])
    case.matter_set.update(state="running", by_room=True)
    own = {"number": 2, "text": "改造管网", "state": "running", "consensus": True, "created_by": house.clerk}
    Matter.objects.create(consultation=case, **own)
    led = {}
    for name in ("clerk", "township"):
        client.force_login(getattr(house, name))
        led[name] = client.get(case.get_absolute_url()).context["next_act"]["label"]
    assert led == {"clerk": "查看事项 1", "township": "查看事项 2"}


def test_a_form_that_was_opened_at_another_stage_is_not_written_down_here(house, case, client):
    """Stages often have a checkpoint of the same code; a colleague may have gone on in between."""
    client.force_login(house.clerk)
    page = client.get(address(case, "tell"))
    assert 'name="stage"' in page.content.decode()
    sent = {"to": ["public"], "text": "张贴", "on": today(), "stage": "earlier"}
    answer = client.post(address(case, "tell"), sent)
    assert (answer.status_code, "没有保存，请刷新页面" in answer.content.decode()) == (422, True)
    assert not CheckpointEntry.objects.exists()


@pytest.mark.parametrize(("kind", "status"), [("party", 403), ("mass", 200), ("", 200)])
def test_a_representative_rates_where_his_kind_is_asked(house, client, kind, status):
    """An account that the room has not tied to one of its representatives may be of either kind."""
    gate = 'code = "rate"\nkind = "evaluate"\nform = "sheet"\nraters = ["mass_representative"]'
    case, who = case_at(house, gate, more=FORM), make.person(RoleCode.REPRESENTATIVE, unit=house.room.unit)
    if kind:
        told = {"name": who.name, "kind": kind, "user": who, "starts_on": timezone.localdate()}
        Representative.objects.create(room=house.room, **told)
    client.force_login(who)
    assert client.get(address(case, "rate", "rate_consultation")).status_code == status


def test_an_answered_dissent_is_told_without_names_and_numbers(house, client):
    """The body reads what the minutes would tell; who said what stays in the record of the room."""
    gate = 'code = "respond"\nkind = "respond"\nwho = ["township"]\nto = ["dissenters"]\neach = "dissent"'
    case = case_at(house, gate)
    person = participants.add(case, by=house.clerk, category="stakeholder", name="吴德胜")
    told = {"number": 1, "state": "ended", "planned_at": timezone.now(), "chair": person, "recorder": house.clerk}
    meeting = Meeting.objects.create(consultation=case, **told)
    said = {"text": "吴德胜家 13800001234 打不通", "is_dissent": True, "participant": person, "said_at": timezone.now()}
    dissent = Statement.objects.create(meeting=meeting, position=1, created_by=house.clerk, **said)
    client.force_login(house.township)
    form = client.get(address(case, "respond", "speak_at_checkpoint")).content.decode()
    record(case, "answer", house.clerk, code="respond", item=str(dissent.pk), text="已解释", said_by="陈立新")
    page = client.get(case.get_absolute_url()).content.decode()
    for text in (form, page):
        assert ("有关人员家（号码略）打不通" in text.replace(" ", ""), "13800001234" in text) == (True, False)


def test_the_file_of_a_signature_is_kept_by_whoever_signed(house, case, client):
    """The room takes away what its staff sent up, and the body what it sent up itself."""
    right = {}
    for name, by in (("township", house.township), ("clerk", house.clerk)):
        file = photo(by)
        told = {"code": "sign", "said_by": "陈立新", "data": {"verdict": "approve"}}
        record(case, "signature", by, attachments=[file.pk], **told)
        for who in ("township", "clerk", "other_township"):
            client.force_login(getattr(house, who))
            right[name, who] = client.get(reverse("members:take_file_away", args=[file.pk])).status_code
    assert right == {
        ("township", "township"): 200,
        ("township", "clerk"): 403,
        ("township", "other_township"): 404,
        ("clerk", "township"): 403,
        ("clerk", "clerk"): 200,
        ("clerk", "other_township"): 404,
    }
