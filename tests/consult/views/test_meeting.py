import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consult.models import Consultation, Matter, Meeting, Statement
from consult.steps import discussion, joining, participants, stream
from consult.steps.merging import Row
from members import queries
from members.models import Attachment, Draft
from tests import factories as make
from tests import minutes_scene as scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(house):
    return make.at_discussion(house.room, clerk=house.clerk, convener=house.convener, township=house.township)


@pytest.fixture
def meeting(case, house):
    planned = discussion.plan(
        case,
        by=house.clerk,
        planned_at=timezone.now(),
        mode="bench",
        place="3 栋门前",
        chair=case.participant_set.first(),
        recorder=house.clerk,
        key_points_only=False,
    )
    return discussion.start(planned, by=house.clerk)


@pytest.fixture
def clerk(client, house):
    client.force_login(house.clerk)
    return client


def row(text="隔油池不应该全叫商户出钱。", *, key=None, version=0, **fields):
    if version == 0:
        fields = {"position": 1.5, "at": round(timezone.now().timestamp() * 1000), "participant": None, **fields}
    return {"key": key or str(uuid4()), "version": version, "fields": {"text": text, **fields}}


def send(client, meeting, person, **batch):
    body = {"person": person.pk, "after": meeting.changes, **batch}
    return client.post(f"/meetings/{meeting.pk}/save/", json.dumps(body), content_type="application/json")


def changes(client, meeting, after=0):
    return client.get(f"/meetings/{meeting.pk}/changes/", {"after": after})


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def arranged(case, house, **fields):
    tomorrow = timezone.localtime() + timedelta(days=1)
    return {
        "mode": "hall",
        "day": f"{tomorrow:%Y-%m-%d}",
        "time": "19：30",
        "place": "议事厅",
        "chair": case.participant_set.first().pk,
        "recorder": house.clerk.pk,
        "keeping": "full",
        **fields,
    }


def test_a_joint_meeting_is_usually_chaired_by_the_convener_of_the_leading_room(clerk, house):
    case = make.at_participants(house.room, clerk=house.clerk, convener=house.convener, township=house.township)
    joining.join_room(case, room=house.other_room, by=house.convener)
    for person in (house.other_convener, house.convener):
        participants.add(case, by=house.clerk, category="convener", name=person.name)
    Consultation.objects.filter(pk=case.pk).update(stage="discussion", step="discussion")
    form = clerk.get(f"/consultations/{case.pk}/meetings/new/").context["form"]
    assert form.initial["chair"] == str(case.participant_set.get(name=house.convener.name).pk)


def test_a_meeting_is_arranged_and_its_invitation_shown(clerk, case, house):
    answer = clerk.post(f"/consultations/{case.pk}/meetings/new/", arranged(case, house), follow=True)
    assert "【协商会通知】水泥厂宿舍小区下水管网改造" in answer.content.decode()
    assert timezone.localtime(Meeting.objects.get().planned_at).strftime("%H:%M") == "19:30"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"mode": "secret"}, "形式中没有这个选项"),
        ({"time": "25:99"}, "时间填写有误"),
        ({"day": "2026-02-30"}, "日期填写有误"),
        ({"place": "地" * 121}, "地点不能超过 120 字"),
        ({"chair": "999999"}, "主持人中没有这个选项"),
        ({"day": "1999-01-01"}, "开会时间不能早于名单确定的日期"),
    ],
)
def test_a_wrong_arrangement_is_told_at_the_form(clerk, case, house, fields, sentence):
    answer = clerk.post(f"/consultations/{case.pk}/meetings/new/", arranged(case, house, **fields))
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_a_backfilled_meeting_needs_its_scan(clerk, case, house):
    fields = arranged(case, house, day="2026-01-05", time="09:00", until="11:00", keeping="points")
    answer = clerk.post(f"/consultations/{case.pk}/meetings/backfill/", fields)
    assert (answer.status_code, "扫描件" in answer.content.decode()) == (422, True)


def test_the_page_of_a_meeting_shows_the_record_to_the_room_only(client, meeting, house):
    stream.save(meeting, by=house.clerk, rows=[Row(uuid4(), 0, {"text": "我家漏水", "position": 1.0,
                "said_at": timezone.now()})])  # fmt: skip
    seen = {}
    for person in (house.clerk, house.auditor, house.township, house.other_clerk):
        client.force_login(person)
        answer = client.get(f"/meetings/{meeting.pk}/")
        seen[person.name] = (answer.status_code, "我家漏水" in answer.content.decode())
    assert seen == {"周敏": (200, True), "林静": (200, True), "陈立新": (200, False), "何玉珍": (404, False)}


def test_the_live_record_opens_for_the_room_and_nobody_else(client, meeting, house):
    seen = {}
    for person in (house.clerk, house.convener, house.township, house.other_clerk, house.stranger):
        client.force_login(person)
        seen[person.name] = client.get(f"/meetings/{meeting.pk}/record/").status_code
    assert seen == {"周敏": 200, "罗建平": 200, "陈立新": 403, "何玉珍": 404, "路人": 404}


def test_the_end_says_what_is_missing(clerk, meeting):
    page = clerk.get(f"/meetings/{meeting.pk}/end/").content.decode()
    answer = clerk.post(f"/meetings/{meeting.pk}/end/", {"outcome": "continue"})
    assert "还没有登记出席的人" in page
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("state", "act", "sentence"),
    [
        ("ended", "edit", "会议记录已经结束；要改动，请重新打开记录。"),
        ("ended", "end", "会议记录已经结束；要改动，请重新打开记录。"),
        ("running", "cancel", "会议已经开始，不能取消。"),
        ("running", "reopen", "会议记录没有结束，不用重新打开。"),
        ("planned", "end", "会议还没有开始，不能记录。"),
    ],
)
def test_an_act_out_of_its_time_says_why_instead_of_a_form(clerk, meeting, state, act, sentence):
    Meeting.objects.update(state=state)
    answer = clerk.get(f"/meetings/{meeting.pk}/{act}/", follow=True)
    assert (answer.redirect_chain, sentence in answer.content.decode()) == ([("/", 302)], True)


def test_the_arrangements_of_a_signed_record_point_to_the_correction(client, house):
    signed = scene.signed(house).minutes
    held = Meeting.objects.get(consultation=signed.consultation_id)
    client.force_login(house.clerk)
    page = client.get(f"/meetings/{held.pk}/edit/", follow=True).content.decode()
    assert "已经审签，记录不能再改；确需改动的，另发更正。" in page


@pytest.mark.parametrize("act", ["new", "backfill"])
def test_no_meeting_is_arranged_before_its_step(clerk, case, act):
    Consultation.objects.update(stage="research", step="research")
    page = clerk.get(f"/consultations/{case.pk}/meetings/{act}/", follow=True).content.decode()
    assert "现在是“调查研究”，到“协商讨论”才能开协商会。" in page


def test_an_arrangement_that_comes_after_the_end_is_refused_with_its_text(clerk, case, meeting, house):
    Meeting.objects.update(state="ended")
    answer = clerk.post(f"/meetings/{meeting.pk}/edit/", arranged(case, house, place="议事厅二楼", version=1))
    page = answer.content.decode()
    assert (answer.status_code, "要改动，请重新打开记录" in page, "议事厅二楼" in page) == (422, True, True)


def test_the_worker_stands_at_the_root(client):
    answer = client.get("/meeting-worker.js")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/javascript; charset=utf-8")


# ── the stream ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_statement_is_saved_and_seen_by_the_other_recorder(clerk, meeting, house):
    sent = row(participant=meeting.chair_id)
    answer = send(clerk, meeting, house.clerk, rows=[sent]).json()
    clerk.force_login(house.convener)
    seen = changes(clerk, meeting, meeting.changes).json()
    assert (answer["cursor"], seen["cursor"]) == (meeting.changes + 1, meeting.changes + 1)
    assert [(each["key"], each["participant"]) for each in seen["rows"]] == [(sent["key"], meeting.chair_id)]


def test_nothing_new_is_an_empty_answer(clerk, meeting):
    assert changes(clerk, meeting, meeting.changes).status_code == 204


def test_saving_one_statement_takes_ten_queries(clerk, meeting, house):
    send(clerk, meeting, house.clerk, rows=[row()])
    with CaptureQueriesContext(connection) as captured:
        assert send(clerk, meeting, house.clerk, rows=[row()]).status_code == 200
    asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= 10, "\n".join(asked)


def test_asking_for_news_takes_as_many_queries_at_three_hundred_statements(clerk, meeting, house):
    counts = []
    changes(clerk, meeting)
    for number in (1, 300):
        rows = [
            Row(uuid4(), 0, {"text": f"{at}", "position": float(at), "said_at": timezone.now()}) for at in range(number)
        ]
        stream.save(meeting, by=house.clerk, rows=rows)
        with CaptureQueriesContext(connection) as captured:
            assert len(changes(clerk, meeting).json()["rows"]) >= number
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_attendance_agenda_and_matters_come_in_the_same_batch(clerk, meeting, house):
    people = list(meeting.consultation.participant_set.all())
    key = str(uuid4())
    answer = send(
        clerk,
        meeting,
        house.clerk,
        seats=[{"participant": person.pk, "attendance": "present"} for person in people],
        part=1,
        matters=[
            {
                "key": key,
                "version": 0,
                "fields": {
                    "text": "疏通主管",
                    "units": [house.department_unit.pk],
                    "cost": "12.50",
                    "opinions": {"agree": 3},
                },
            }
        ],
    )
    sheet = changes(clerk, meeting).json()["sheet"]
    assert (answer.json()["matters"][key]["number"], sheet["part"]) == (1, 1)
    assert [(each["text"], each["cost"], each["opinions"], each["units"]) for each in sheet["matters"]] == [
        ("疏通主管", "12.50", {"agree": 3}, [[house.department_unit.pk, "市住建局"]])
    ]
    assert {each["attendance"] for each in sheet["people"]} == {"present"}


def test_a_matter_that_cannot_be_written_does_not_hold_up_the_others(clerk, meeting, house):
    good, bad = (
        {"key": str(uuid4()), "version": 0, "fields": {"text": text, "opinions": {"agree": count}}}
        for text, count in (("甲", 0), ("乙", 5))
    )
    answer = send(clerk, meeting, house.clerk, matters=[good, bad]).json()
    assert (set(answer["matters"]), set(answer["refused"])) == ({good["key"]}, {bad["key"]})


def test_somebody_who_is_not_on_the_list_is_added(clerk, meeting):
    answer = clerk.post(
        f"/meetings/{meeting.pk}/people/",
        json.dumps({"name": "冯毅", "title": "设计院", "category": "expert"}),
        content_type="application/json",
    )
    assert answer.json()["seat"] == 4


def test_what_is_being_typed_is_kept_and_given_back(clerk, meeting, house):
    url = f"/meetings/{meeting.pk}/typing/"
    body = {"person": house.clerk.pk, "participant": None, "text": "免不免要有个说法"}
    clerk.post(url, json.dumps(body), content_type="application/json")
    kept = changes(clerk, meeting).json()["typing"]
    clerk.post(url, json.dumps({**body, "text": ""}), content_type="application/json")
    assert (kept["text"], Draft.objects.count()) == ("免不免要有个说法", 0)


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"text": "字" * 4001},
        {"text": "a\x00b"},
        {"text": "\ud800"},
        {"text": 5},
        {"position": float("nan")},
        {"position": "1"},
        {"position": True},
        {"at": 10**18},
        {"at": -(10**14)},
        {"participant": 10**30},
        {"participant": "1"},
        {"part": 9},
        {"dissent": "yes"},
        {"state": "ended"},
    ],
)
def test_a_broken_statement_is_told_and_never_an_error(clerk, meeting, house, fields):
    sent = row(**{"text": "好", **fields})
    answer = send(clerk, meeting, house.clerk, rows=[sent])
    assert answer.status_code == 400
    assert all(isinstance(sentence, str) for sentence in answer.json()["errors"].values())
    assert Statement.objects.count() == 0


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"null", b"{", b"\xff", b"[" * 100_000, b'{"rows": 5}', b'{"rows": [5]}',
        b'{"rows": [{"key": "x"}]}',
        b'{"seats": [{"participant": 1, "attendance": "present"}]}', b'{"part": 99}', b'{"after": 1e999}',
        b'{"matters": [{"key": null, "fields": {"units": [true]}}]}', b'{"person": ' + b"9" * 5000 + b"}",
        b'{"rows": "' + b"a" * 600_000 + b'"}',
    ],
)  # fmt: skip
def test_a_broken_batch_is_told_and_never_an_error(clerk, meeting, body):
    answer = clerk.post(f"/meetings/{meeting.pk}/save/", body, content_type="application/json")
    assert (answer.status_code, bool(answer.json()["errors"])) == (400, True)


@pytest.mark.parametrize(
    "fields",
    [{"cost": "1e99"}, {"cost": "NaN"}, {"cost": "1.234"}, {"level": "moon"}, {"opinions": {"agree": -1}},
     {"opinions": {"x": 1}}, {"units": [999999]}, {"statements": ["x"]}, {"consensus": 1}],
)  # fmt: skip
def test_a_broken_matter_is_told_at_its_row(clerk, meeting, house, fields):
    key = str(uuid4())
    answer = send(clerk, meeting, house.clerk, matters=[{"key": key, "version": 0, "fields": {"text": "甲", **fields}}])
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [key])
    assert Matter.objects.count() == 0


def test_rows_of_another_person_are_not_taken_under_my_name(clerk, meeting, house):
    answer = send(clerk, meeting, house.convener, rows=[row()])
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["person"])


def test_a_meeting_that_has_ended_says_so(clerk, meeting, house):
    Meeting.objects.filter(pk=meeting.pk).update(state="ended", ended_at=timezone.now())
    late = row(at=round((timezone.now() + timedelta(minutes=5)).timestamp() * 1000))
    answer = send(clerk, meeting, house.clerk, rows=[late])
    assert (answer.status_code, "重新打开" in answer.json()["errors"]["meeting"]) == (409, True)


@pytest.mark.parametrize("way", ["changes", "save", "typing", "people"])
def test_another_rooms_meeting_is_not_there(client, meeting, house, way):
    client.force_login(house.other_clerk)
    url = f"/meetings/{meeting.pk}/{way}/"
    answer = client.get(url) if way == "changes" else client.post(url, b"{}", content_type="application/json")
    assert answer.status_code == 404


def test_a_statement_of_another_meeting_cannot_be_changed(clerk, meeting, house):
    answer = send(clerk, meeting, house.clerk, rows=[row("别的会", version=3)]).json()
    assert list(answer["refused"].values()) == ["服务器上没有找到这条发言。"]


# ── matters and explanations after the meeting ───────────────────────────────────────────────────────────────────────
def test_a_matter_is_written_down_on_its_own_page(clerk, case, meeting, house):
    fields = {"text": "疏通主管", "place": "township", "consensus": "yes", "suggested_units": house.department_unit.pk}
    clerk.post(f"/consultations/{case.pk}/matters/new/", fields)
    made = Matter.objects.get()
    assert (made.text, list(made.suggested_units.all())) == ("疏通主管", [house.department_unit])


def test_a_stale_matter_shows_both_texts(clerk, case, meeting, house):
    fields = {"text": "甲", "place": "township", "consensus": "yes"}
    clerk.post(f"/consultations/{case.pk}/matters/new/", fields)
    url = f"/matters/{Matter.objects.get().pk}/edit/"
    clerk.post(url, {**fields, "text": "乙", "version": 1})
    page = clerk.post(url, {**fields, "text": "丙", "version": 1})
    assert page.status_code == 422
    assert all(f">{text}<" in page.content.decode() for text in "乙丙")


def test_units_are_found_by_name_and_pinyin_in_the_city_only(clerk, house):
    found = {
        words: [each["name"] for each in clerk.get("/units/find/", {"q": words}).json()["results"]]
        for words in ("住建", "szjj", "zjj", "没有", "a" * 500)
    }
    assert found == {"住建": ["市住建局"], "szjj": ["市住建局"], "zjj": ["市住建局"], "没有": [], "a" * 500: []}


@pytest.mark.parametrize("units", [5, {"a": 1}, "x", True])
def test_units_that_are_no_list_are_refused(clerk, meeting, house, units):
    matters = [{"key": str(uuid4()), "version": 0, "fields": {"text": "清理隔油池", "units": units}}]
    assert send(clerk, meeting, house.clerk, matters=matters).status_code == 400


def test_a_place_beyond_every_number_is_refused(clerk, meeting, house):
    assert send(clerk, meeting, house.clerk, rows=[row(position=10**400)]).status_code == 400


def test_the_key_of_another_cases_matter_is_refused(clerk, meeting, house):
    other = make.consultation(house.room, by=house.clerk)
    key = Matter.objects.create(
        consultation=other, key=uuid4(), number=1, text="别处的事项", created_by=house.clerk
    ).key
    matters = [{"key": str(key), "version": 0, "fields": {"text": "清理隔油池"}}]
    answer = send(clerk, meeting, house.clerk, matters=matters)
    assert (answer.status_code, list(answer.json()["refused"])) == (200, [str(key)])


def test_the_scan_of_a_paper_record_stays_in_the_room(client, house, meeting):
    scan = Attachment.objects.create(
        owner=meeting,
        file="attachments/scan.pdf",
        name="会议原始记录.pdf",
        kind="scan",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        uploaded_by=house.clerk,
    )
    case = meeting.consultation_id
    for user, seen in (
        (house.clerk, True),
        (house.auditor, True),
        (house.township, False),
        (house.leading_office, False),
    ):
        client.force_login(user)
        pages = [client.get(url).content.decode() for url in (f"/consultations/{case}/", f"/meetings/{meeting.pk}/")]
        assert [scan.name in page for page in pages] == [seen, seen]
        assert (queries.file_seen_by(user, scan.pk) == scan) is seen


def typed(meeting, **fields):
    """The form of a meeting as its page shows it."""
    planned = timezone.localtime(meeting.planned_at)
    return {
        "mode": meeting.mode,
        "day": planned.date().isoformat(),
        "time": f"{planned:%H:%M}",
        "place": meeting.place,
        "chair": meeting.chair_id,
        "recorder": meeting.recorder_id,
        "keeping": "full",
        "version": meeting.version,
        **fields,
    }


def test_the_page_asks_for_the_introduction_and_the_summary_that_the_minutes_take_over(clerk, case, meeting):
    assert "情况介绍" in clerk.get(f"/consultations/{case.pk}/meetings/new/").content.decode()
    assert f"/meetings/{meeting.pk}/edit/" in clerk.get(f"/meetings/{meeting.pk}/").content.decode()
    page = clerk.get(f"/meetings/{meeting.pk}/edit/").content.decode()
    assert ('name="background"' in page, 'name="summary"' in page) == (True, True)
    told = {"background": "管网建于1998年。", "summary": "先疏通，再改造。"}
    clerk.post(f"/meetings/{meeting.pk}/edit/", typed(meeting, **told))
    meeting.refresh_from_db()
    assert {name: getattr(meeting, name) for name in told} == told


def test_what_the_page_shows_comes_back_with_the_form(clerk, house, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(background="管网建于1998年。", summary="先疏通，再改造。")
    page = clerk.get(f"/meetings/{meeting.pk}/edit/").content.decode()
    assert ("管网建于1998年。" in page, "先疏通，再改造。" in page) == (True, True)


def test_the_attendance_sheet_is_printed_from_the_page_of_the_meeting(clerk, meeting):
    page = clerk.get(f"/meetings/{meeting.pk}/").content.decode()
    assert f"/documents/attendance/{meeting.pk}/order/" in page
