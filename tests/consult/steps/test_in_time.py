"""Every verb of steps 1 to 4 has its time: an address that is kept or a form left open does nothing out of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from consult.models import Consultation, Matter, Meeting, Research, Statement
from consult.steps import (
    approval,
    case,
    correction,
    discussion,
    matter,
    minutes,
    participants,
    research,
    signing,
    stream,
    submission,
    topic,
)
from consult.steps.merging import Row
from consult.workflow import Refused, recording
from members.models import Event
from rooms.operations import load_practice
from rooms.practice.reading import seed_text
from tests import action_scenes
from tests import factories as make
from tests import minutes_scene as scene

pytestmark = pytest.mark.django_db


def people(house) -> dict:
    return {"clerk": house.clerk, "convener": house.convener, "township": house.township}


# ── scenes: the case in every state in which somebody may come too early or too late ─────────────────────────────────
def proposed(house):
    return make.consultation(house.room, by=house.clerk)


def waiting(house):
    found = proposed(house)
    approval.submit(found, by=house.convener)
    return found


def listing(house):
    found = make.at_participants(house.room, **people(house))
    participants.add(found, by=house.clerk, category="stakeholder", name="吴德胜")
    return found


def researching(house):
    return make.at_research(house.room, **people(house))


def ready(house):
    """Meetings can be held, and none was."""
    return scene.at_discussion(house)


def planned(house):
    found = ready(house)
    discussion.plan(
        found,
        by=house.clerk,
        mode="bench",
        place="3 栋门前",
        planned_at=timezone.now(),
        chair=found.participant_set.first(),
        recorder=house.clerk,
    )
    return found


def meeting_on(house):
    return scene.running(house)[0]


def held(house):
    return scene.held(house)


def drafted(house):
    return scene.drafted(house).consultation


def sent_back(house):
    """The minutes are drafted, and the case went back to its field work."""
    found = drafted(house)
    case.send_back(found, stage="research", by=house.convener, reason="补充调研")
    return found


def offered(house):
    return scene.offered(house).consultation


def signed(house):
    return scene.signed(house).minutes.consultation


def correcting(house):
    found = signed(house)
    correction.correct(found.minutes, by=house.convener, reason="日期写错")
    return found


def stopped(house):
    found = offered(house)
    topic.stop(found, by=house.convener, reason="另行处理")
    return found


def stopped_corrected(house):
    found = correcting(house)
    topic.stop(found, by=house.convener, reason="另行处理")
    return found


SCENES = {
    each.__name__: each
    for each in (
        proposed, waiting, listing, researching, ready, planned, meeting_on, held, drafted, sent_back, offered, signed,
        correcting, stopped, stopped_corrected,
    )
}  # fmt: skip


# ── the verbs, each on the rows of the case ──────────────────────────────────────────────────────────────────────────
def fresh(found) -> Consultation:
    return action_scenes.fresh(found)


def seat_number(found) -> int:
    return found.participant_set.count()


def a_person(found, house):
    return found.participant_set.first()


def add(found, house):
    participants.add(found, by=house.clerk, category="expert", name=f"管网工程师{seat_number(found)}")


def write_research(found, house):
    research.record(found, by=house.clerk, on=timezone.localdate(), place="3 栋", team="委员", findings="主管堵塞")


def edit_research(found, house):
    row = found.research_set.first()
    research.edit(row, by=house.clerk, version=row.version, on=row.on, place="4 栋", team="委员", findings="主管堵塞")


def remove_research(found, house):
    research.remove(found.research_set.first(), by=house.clerk, reason="重复")


def plan(found, house):
    chair = found.participant_set.first()
    details = {"mode": "bench", "place": "3 栋门前", "recorder": house.clerk}
    discussion.plan(found, by=house.clerk, planned_at=timezone.now(), chair=chair, **details)


def backfill(found, house):
    now = timezone.now()
    discussion.backfill(
        found,
        by=house.clerk,
        started_at=now - timedelta(hours=2),
        ended_at=now - timedelta(hours=1),
        mode="bench",
        place="3 栋门前",
        chair=found.participant_set.first(),
        recorder=house.clerk,
    )


def a_meeting(found) -> Meeting:
    return found.meeting_set.select_related("consultation").first()


def start(found, house):
    discussion.start(a_meeting(found), by=house.clerk)


def cancel(found, house):
    discussion.cancel(a_meeting(found), by=house.clerk, reason="下雨")


def seat(found, house):
    discussion.seat(a_meeting(found), by=house.clerk, attendance={found.participant_set.first().pk: "present"})


def seat_unlisted(found, house):
    discussion.seat_unlisted(a_meeting(found), by=house.clerk, category="expert", name="路过的人")


def go_to_part(found, house):
    discussion.go_to_part(a_meeting(found), part=1, by=house.clerk)


def say(found, house):
    fields = {"text": "主管堵塞", "position": 99.0, "said_at": timezone.now()}
    stream.save(a_meeting(found), by=house.clerk, rows=[Row(uuid4(), 0, fields)])


def end(found, house):
    outcome = "agreed" if found.matter_set.standing().exists() else "continue"
    discussion.end(a_meeting(found), by=house.clerk, outcome=outcome)


def reopen_meeting(found, house):
    discussion.reopen(a_meeting(found), by=house.clerk, reason="漏记发言")


def note(found, house):
    matter.note(found, by=house.clerk, text="清掏化粪池")


def edit_matter(found, house):
    row = found.matter_set.first()
    matter.edit(row, by=house.clerk, version=row.version, text="清掏化粪池 6 座")


def remove_matter(found, house):
    matter.remove(found.matter_set.first(), by=house.clerk)


def explain(found, house):
    said = Statement.objects.filter(meeting__consultation=found, is_dissent=True).first()
    stream.explain(said, by=house.convener, version=said.version, explanation="上门解释，本人接受")


def compose(found, house):
    minutes.compose(found, by=house.clerk)


def edit_minutes(found, house):
    minutes.edit(found.minutes, by=house.clerk, version=found.minutes.version, title="关于管网的协商纪要", texts={})


def renew(found, house):
    minutes.renew(found.minutes, by=house.clerk, version=found.minutes.version, key="background")


def offer(found, house):
    minutes.offer(found.minutes, by=house.clerk, version=found.minutes.version)


def give_back(found, house):
    minutes.send_back(found.minutes, by=house.convener, reason="漏了事项")


def sign(found, house):
    signing.sign(found.minutes, by=house.convener, seen=signing.as_read(found.minutes))


def countersign(found, house):
    signing.countersign(found.minutes, by=house.second_convener)


def refusals(found, house):
    signing.note_refusals(found.minutes, by=house.clerk, version=found.minutes.version, refusals="一户没有签字")


def correct(found, house):
    correction.correct(found.minutes, by=house.convener, reason="日期写错")


def give_up(found, house):
    correction.give_up(found.minutes, by=house.convener)


def submit(found, house):
    approval.submit(found, by=house.convener)


def take_back(found, house):
    approval.take_back(found, by=house.convener)


def edit_topic(found, house):
    topic.edit(found, by=house.clerk, version=found.topic.version, title="水泥厂宿舍下水改造")


def fix(found, house):
    participants.fix(found, by=house.convener)


def send(found, house):
    submission.send(found, by=house.convener)


def go_back(found, house):
    case.send_back(found, stage="topic", by=house.convener, reason="重新选题")


AT_MEETINGS = {"ready", "planned", "meeting_on", "held", "drafted", "offered"}
WITH_MATTERS = {"held", "drafted", "correcting"}
# Verb → the scenes in which it is done; in every other one it is refused with a sentence and leaves no trace.
TIMES = {
    edit_topic: {"proposed"},
    submit: {"proposed"},
    take_back: {"waiting"},
    add: {"listing"},
    fix: {"listing"},
    write_research: {"researching", *AT_MEETINGS, "sent_back", "correcting"},
    edit_research: {*AT_MEETINGS, "sent_back", "correcting"},
    remove_research: {"sent_back"},
    plan: AT_MEETINGS,
    backfill: AT_MEETINGS,
    start: {"planned"},
    cancel: {"planned"},
    seat: {"meeting_on"},
    seat_unlisted: {"meeting_on"},
    go_to_part: {"meeting_on"},
    say: {"meeting_on"},
    end: {"meeting_on"},
    reopen_meeting: {"held", "drafted", "offered"},
    note: {"meeting_on", "held", "drafted", "offered", "correcting"},
    edit_matter: {"held", "drafted", "offered", "correcting"},
    remove_matter: {"held", "drafted", "offered", "correcting"},
    explain: {"meeting_on", "held", "drafted", "offered", "correcting"},
    compose: {"held", "drafted", "correcting"},
    edit_minutes: {"drafted", "correcting"},
    renew: {"drafted", "correcting"},
    offer: {"drafted"},
    give_back: {"offered"},
    sign: {"offered", "correcting"},
    countersign: {"signed"},
    refusals: {"signed", "correcting"},
    correct: {"signed"},
    give_up: {"correcting"},
    send: {"signed"},
    go_back: {"listing", "researching", "ready", "planned", "held", "drafted", "sent_back", "offered", "correcting"},
}
# What a verb needs to be tried at all: without it there is no address of it.
NEEDS = {
    edit_research: Research, remove_research: Research, edit_matter: Matter, remove_matter: Matter,
    **dict.fromkeys((start, cancel, seat, seat_unlisted, go_to_part, say, end, reopen_meeting), Meeting),
    explain: Statement,
    **dict.fromkeys(
        (edit_minutes, renew, offer, give_back, sign, countersign, refusals, correct, give_up), "minutes"
    ),
}  # fmt: skip


def is_there(found, needed) -> bool:
    if needed == "minutes":
        return hasattr(found, "minutes")
    rows = needed.objects.all() if needed else None
    if needed is Statement:
        return rows.filter(meeting__consultation=found, is_dissent=True).exists()
    return needed is None or rows.filter(consultation=found).exists()


@pytest.mark.parametrize("name", SCENES)
def test_every_verb_is_done_in_its_time_and_refused_out_of_it(house, name):
    found = fresh(SCENES[name](house))
    wrong = []
    for verb, scenes in TIMES.items():
        if not is_there(found, NEEDS.get(verb)):
            continue
        did = outcome(verb, found, house)
        if (did == "done") != (name in scenes):
            wrong.append(f"{verb.__name__}: {did}")
    assert wrong == []


def outcome(verb, found, house) -> str:
    """Do it and undo it: done, or the sentence of the refusal."""
    count, point = Event.objects.count(), transaction.savepoint()
    try:
        verb(fresh(found), house)
    except Refused as refused:
        assert Event.objects.count() == count
        return str(refused)
    finally:
        transaction.savepoint_rollback(point)
    return "done"


def page(client, user, name, *args):
    client.force_login(user)
    return client.get(reverse(f"consult:{name}", args=args), follow=True).content.decode()


@pytest.mark.parametrize(
    ("scene_of", "name", "sentence"),
    [
        (proposed, "note_matter", "现在是“确定议题”，到“协商讨论”才能登记事项。"),
        (ready, "note_matter", "还没有开协商会，不能登记事项。"),
        (signed, "note_matter", "已经审签，记录不能再改"),
        (listing, "new_research", "才能登记调研。"),
        (signed, "new_research", "已经审签，记录不能再改"),
        (proposed, "participants", "才能登记协商主体。"),
    ],
)
def test_an_address_that_is_kept_says_when_it_is_time(house, client, scene_of, name, sentence):
    found = scene_of(house)
    told = page(client, house.clerk, name, found.pk)
    assert (sentence in told, "<h1>记下一件事项" in told) == (True, False)


def test_two_steps_of_one_stage_are_told_apart_by_their_own_names(house):
    case = proposed(house)
    version = load_practice(seed_text("bijiashan"), by=None)
    Consultation.objects.filter(pk=case.pk).update(practice=version, stage="fix", step="topic")
    sentence = recording.listing(Consultation.objects.get(pk=case.pk))
    assert sentence == "现在是“确定议题”，到“确定协商主体”才能登记协商主体。"


def test_the_only_field_work_is_taken_out_at_its_stage_alone(house):
    found = ready(house)
    with pytest.raises(Refused, match="这是唯一的调研记录"):
        remove_research(found, house)
    write_research(found, house)
    remove_research(found, house)


def test_field_work_that_was_taken_out_is_not_changed(house):
    found = researching(house)
    write_research(found, house)
    remove_research(found, house)
    with pytest.raises(Refused, match="已经移出"):
        edit_research(found, house)


def test_a_case_is_not_sent_back_while_people_sit_together(house):
    with pytest.raises(Refused, match="会议正在进行"):
        go_back(meeting_on(house), house)


def test_minutes_that_were_sent_back_before_the_meeting_are_read_and_not_edited(house, client):
    told = page(client, house.clerk, "minutes", sent_back(house).pk)
    assert ("minutes-form" in told, "由会议记录生成" in told) == (False, False)
