import re
import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from consult import queries
from consult.enums import MeetingOutcome, MinutesState
from consult.models import Minutes, MinutesEdition, Research
from consult.steps import discussion, matter, minutes, minutes_checks, signing, stream
from consult.steps.draft import gather
from consult.steps.draft_people import turnout
from consult.steps.naming import sentence
from consult.steps.paper import digest, paper_of
from consult.steps.privacy import hits
from consult.workflow import Refused, Stale
from members.models import Event, Job, NumberSeries, Revision
from tests import minutes_scene as scene
from tests import scenes

pytestmark = pytest.mark.django_db


def edit(draft, *, by, **texts):
    return minutes.edit(draft, by=by, version=draft.version, title=draft.title, texts=texts)


def sign(draft, *, by):
    return signing.sign(draft, by=by, seen=signing.as_read(draft))


def test_the_draft_takes_every_part_from_the_record(house):
    draft = scene.drafted(house)
    assert scene.text_of(draft, "research") == (
        "会前开展调研1次，走访42户。\n"
        f"{gather(draft.consultation).research[0].on:%-m月%-d日}在水泥厂宿舍调研。"
        "近一年堵塞11次，3处低洼点反水。有关人员家中进水两次。主管总长2.3千米。"
    )
    assert scene.text_of(draft, "discussion") == (
        "（一）情况介绍。市住建局曹伟介绍，小区管网由市住建局登记在册。\n"
        "（二）讨论。有住户代表提出，自家一楼每次下雨都返水。市住建局曹伟回应，先疏通再改造。"
    )
    assert scene.text_of(draft, "dissent") == "有商户代表提出不同意见：隔油池的费用不应全由商户承担。待解释。"


def test_whoever_is_on_the_list_is_expected_unless_he_only_watches(house):
    case, meeting = scene.running(house)
    gone, watching = scene.person(case, "彭玉珍"), scene.person(case, "沈雅琴")
    discussion.seat(meeting, by=house.clerk, attendance={gone.pk: "", watching.pk: "observer"})
    discussion.seat_unlisted(meeting, by=house.clerk, category="stakeholder", name="临时来的")
    discussion.end(meeting, by=house.clerk, outcome=MeetingOutcome.CONTINUE)
    # Of five who are expected one asked for leave and of one nothing was noted; one more came unlisted.
    assert turnout(gather(case)) == (6, 4)


def test_field_work_is_numbered_however_much_there_is(house):
    case = scene.held(house)
    told = {"place": "水泥厂宿舍", "team": "驻室委员", "findings": "低洼点反水", "created_by": house.clerk}
    Research.objects.bulk_create(Research(consultation=case, on=timezone.localdate(), **told) for _ in range(110))
    text = scene.text_of(minutes.compose(case, by=house.clerk), "research")
    assert all(lead in text for lead in ("（一）", "（九十九）", "（111）"))


def test_those_present_are_named_or_counted_as_the_pack_says(house):
    draft = scene.drafted(house)
    assert scene.text_of(draft, "present") == (
        "沈雅琴（市政协委员）、罗建平（社区党总支书记）、曹伟（市住建局），利益相关方代表2人。"
    )
    assert [scene.text_of(draft, key) for key in ("leave", "observers", "listeners")] == [
        "群众代表1人。",
        "周敏（记录）。",
        "",
    ]


def test_the_recipients_are_the_body_the_office_with_its_matter_and_the_units(house):
    draft = scene.drafted(house)
    body = house.room.approver.short_name
    assert scene.text_of(draft, "report") == f"{body}，市政协办公室（第2项）"
    assert scene.text_of(draft, "send") == "街道城建办，市住建局"


def test_a_unit_of_another_authority_is_asked(house):
    rows = paper_of(scene.drafted(house))["sections"][-1]["rows"]
    assert [(row["unit"], row["helpers"]) for row in rows] == [("街道城建办", "商请市住建局"), ("市住建局", "")]


def test_no_draft_without_an_ended_meeting(house):
    case, _ = scene.running(house)
    with pytest.raises(Refused, match="记录结束以后"):
        minutes.compose(case, by=house.clerk)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("我觉得,费用要公开", "费用要公开。"),
        ("我家门口积水。", "自家门口积水。"),
        ("怎么收费？", "怎么收费？"),
        ("  先疏通\n后改造 ", "先疏通后改造。"),
        ("。", ""),
    ],
)
def test_what_was_said_becomes_a_sentence(said, written):
    assert sentence(said) == written


def test_composing_again_keeps_what_was_edited_and_renews_the_rest(house):
    draft = edit(scene.drafted(house), by=house.clerk, background="改写过的情况。")
    meeting = draft.consultation.meeting_set.get()
    discussion.reopen(meeting, by=house.clerk, reason="补记")
    scene.say(meeting, "沈雅琴", "建议公开账目", by=house.clerk, agenda_part=1)
    meeting.refresh_from_db()
    discussion.end(meeting, by=house.clerk, outcome=MeetingOutcome.AGREED)
    draft = minutes.compose(draft.consultation, by=house.clerk)
    assert scene.text_of(draft, "background") == "改写过的情况。"
    assert scene.text_of(draft, "discussion").endswith("市政协委员沈雅琴提出，建议公开账目。")


def test_an_edited_part_is_offered_what_the_record_gives_anew(house):
    draft = edit(scene.drafted(house), by=house.clerk, dissent="没有不同意见。")
    dissent = draft.consultation.meeting_set.get().statements.get(is_dissent=True)
    stream.explain(dissent, by=house.clerk, version=dissent.version, explanation="统一采购，费用分担")
    offered = minutes.renewals(draft, gather(draft.consultation))
    assert offered == {
        "dissent": "有商户代表提出不同意见：隔油池的费用不应全由商户承担。解释情况：统一采购，费用分担。"
    }
    draft = minutes.renew(draft, by=house.clerk, version=draft.version, key="dissent")
    assert scene.text_of(draft, "dissent") == offered["dissent"]
    assert minutes.renewals(draft, gather(draft.consultation)) == {}


@pytest.mark.parametrize("at", ["offered", "signed"])
def test_what_lies_before_the_convener_or_is_signed_takes_nothing_new(house, at):
    getattr(scene, at)(house)
    laid = Minutes.objects.get()
    before = laid.sections
    with pytest.raises(Refused):
        minutes.renew(laid, by=house.clerk, version=laid.version, key="research")
    laid.refresh_from_db()
    assert laid.sections == before


def test_a_stale_edit_is_refused_with_the_text_that_stands(house):
    draft = scene.drafted(house)
    edit(draft, by=house.clerk, background="先保存的")
    with pytest.raises(Stale) as refused:
        edit(draft, by=house.convener, background="后保存的")
    assert scene.text_of(refused.value.current, "background") == "先保存的"


def test_an_edit_leaves_the_old_text_in_a_revision_and_none_in_the_ledger(house):
    edit(scene.drafted(house), by=house.clerk, background="改写过的情况。")
    event = Event.objects.get(verb="consult.edit_minutes")
    assert list(event.fields) == ["background"]
    assert Revision.objects.get(event=event).new == "改写过的情况。"
    assert "改写过" not in event.sentence


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("吴德胜家进水。", "吴德胜"),
        ("请联系13912345678。", "13912345678"),
        ("3栋2单元201室返水。", "3栋2单元201室"),
    ],
)
def test_a_private_person_in_the_text_blocks_the_offer_and_is_shown_where(house, text, word):
    draft = edit(scene.drafted(house), by=house.clerk, discussion=f"有人提出。{text}")
    record = gather(draft.consultation)
    assert [(hit.key, hit.word) for hit in hits(paper_of(draft), record.private)] == [("discussion", word)]
    with pytest.raises(Refused, match="协商讨论情况"):
        minutes.offer(draft, by=house.clerk, version=draft.version)


def test_words_about_somebodys_health_only_warn(house):
    draft = edit(scene.drafted(house), by=house.clerk, discussion="有住户代表提出，家中有人瘫痪，出行不便。")
    found = [check for check in minutes_checks.checks(draft) if check.where == "discussion"]
    assert [(check.met, check.warns) for check in found] == [(True, True)]
    assert minutes.offer(draft, by=house.clerk, version=draft.version).state == MinutesState.OFFERED


def test_a_named_participant_and_the_convener_may_be_named(house):
    record = gather(scene.drafted(house).consultation)
    assert {person.name for person in record.private} == {"吴德胜", "彭玉珍", "陈大海"}


def test_a_matter_without_a_unit_blocks_the_offer(house):
    draft = scene.drafted(house)
    draft.consultation.matter_set.get(number=2).suggested_units.clear()
    with pytest.raises(Refused, match="事项 2 没有写建议责任单位"):
        minutes.offer(draft, by=house.clerk, version=draft.version)


def test_a_missing_unit_is_told_while_it_can_be_filled_with_the_way_to_its_field(house, client):
    draft = scene.drafted(house)
    first, second = draft.consultation.matter_set.order_by("number")[:2]
    client.force_login(house.clerk)
    page = reverse("consult:minutes", args=[draft.consultation_id])
    fields = [f"{reverse('consult:edit_matter', args=[each.pk])}#id_suggested_units" for each in (first, second)]
    assert fields[1] not in client.get(page).text
    second.suggested_units.clear()
    assert f'<a href="{fields[1]}">去填</a>' in client.get(page).text
    first.suggested_units.clear()
    assert f'<a href="{fields[0]}">填事项 1</a>' in client.get(page).text
    form = client.get(reverse("consult:edit_matter", args=[second.pk]))
    assert 'id="id_suggested_units"' in form.text
    assert form.context["form"]["suggested_units"].note == "审签前必填"
    assert form.context["form"]["suggested_helpers"].note == "可不填"


def test_a_meeting_that_is_open_again_blocks_the_offer(house):
    draft = scene.drafted(house)
    discussion.reopen(draft.consultation.meeting_set.get(), by=house.clerk, reason="补记")
    with pytest.raises(Refused, match="记录还没有结束"):
        minutes.offer(draft, by=house.clerk, version=draft.version)


def test_offering_numbers_what_was_agreed_first_and_the_office_follows(house):
    draft = scene.drafted(house)
    first = draft.consultation.matter_set.get(number=1)
    matter.edit(first, by=house.clerk, version=first.version, consensus=False)
    offered = minutes.offer(draft, by=house.clerk, version=draft.version)
    rows = draft.consultation.matter_set.standing().order_by("number")
    assert [(row.number, row.consensus) for row in rows] == [(1, True), (2, False)]
    assert scene.text_of(offered, "report").endswith("市政协办公室（第1项）")


def test_offered_minutes_are_not_edited_before_they_are_returned(house):
    draft = scene.offered(house)
    with pytest.raises(Refused, match="先退回修改"):
        edit(draft, by=house.clerk, background="改")
    draft = minutes.send_back(draft, by=house.convener, reason="补写费用分担")
    assert edit(draft, by=house.clerk, background="改").state == MinutesState.DRAFT


def test_returning_needs_a_reason(house):
    with pytest.raises(Refused, match="要写明理由"):
        minutes.send_back(scene.offered(house), by=house.convener, reason=" ")


def test_signing_draws_the_rooms_next_number_and_moves_the_stage_on(house):
    edition = scene.signed(house)
    signed = edition.minutes
    signed.consultation.refresh_from_db()
    assert (signed.state, signed.number, signed.correction) == (MinutesState.SIGNED, 1, 0)
    assert signed.consultation.step == "submission"
    assert edition.paper["number"] == "第1期"


def test_signing_freezes_the_paper_with_its_checksum_and_orders_it(house):
    edition = scene.signed(house)
    assert (edition.edition, edition.sha256) == (0, digest(edition.paper))
    job = Job.objects.get(key=f"minutes:{edition.minutes_id}:0")
    assert (job.kind, job.arguments) == (
        "reports.render",
        {"paper": "minutes", "pk": edition.minutes_id, "version": "0"},
    )


def test_each_room_counts_its_own_minutes(house):
    numbers = [scene.signed(house).minutes.number for _ in range(2)]
    assert numbers == [1, 2]
    assert NumberSeries.objects.get(unit=house.room.unit, kind="minutes").last == 2


@pytest.mark.parametrize("who", ["clerk", "second_convener", "other_convener"])
def test_only_the_first_convener_signs_off(house, who):
    draft = scene.offered(house)
    with pytest.raises(Refused, match="纪要由第一召集人审签"):
        sign(draft, by=getattr(house, who))


def test_a_draft_is_offered_before_it_is_signed(house):
    with pytest.raises(Refused, match="还没有提请审签"):
        sign(scene.drafted(house), by=house.convener)


def test_what_changed_after_it_was_read_is_not_signed(house):
    draft = scene.offered(house)
    seen = signing.as_read(draft)
    row = draft.consultation.matter_set.first()
    matter.edit(row, by=house.clerk, version=row.version, text="疏通全部主管")
    with pytest.raises(Refused, match="又有改动"):
        signing.sign(draft, by=house.convener, seen=seen)


def test_signing_twice_tells_who_was_first(house):
    draft = scene.offered(house)
    seen = signing.as_read(draft)
    signing.sign(draft, by=house.convener, seen=seen)
    with pytest.raises(Refused, match="罗建平已经审签"):
        signing.sign(draft, by=house.convener, seen=seen)
    assert MinutesEdition.objects.count() == 1


def test_signed_minutes_are_not_edited(house):
    with pytest.raises(Refused, match="正文不能再改"):
        edit(scene.signed(house).minutes, by=house.clerk, background="改")


def test_the_second_convener_countersigns_once(house):
    signed = signing.countersign(scene.signed(house).minutes, by=house.second_convener)
    assert signed.countersigned_by == house.second_convener
    with pytest.raises(Refused, match="已经会签"):
        signing.countersign(signed, by=house.second_convener)


def test_nobody_else_countersigns(house):
    with pytest.raises(Refused, match="会签由第二召集人办理"):
        signing.countersign(scene.signed(house).minutes, by=house.convener)


def test_a_refusal_to_sign_is_noted(house):
    signed = scene.signed(house).minutes
    noted = signing.note_refusals(signed, by=house.clerk, version=signed.version, refusals="商户代表一人未签")
    assert (noted.refusals, noted.version) == ("商户代表一人未签", signed.version + 1)


def test_a_refusal_noted_in_between_is_not_overwritten(house):
    seen = scene.signed(house).minutes
    signing.note_refusals(seen, by=house.clerk, version=seen.version, refusals="商户代表一人未签")
    with pytest.raises(Stale, match="对照两份内容"):
        signing.note_refusals(seen, by=house.clerk, version=seen.version, refusals="一户没有签字")
    seen.refresh_from_db()
    assert seen.refusals == "商户代表一人未签"


def test_without_consensus_the_opinions_go_along_and_no_matter_is_asked_for(house):
    case, meeting = scene.running(house)
    discussion.end(meeting, by=house.clerk, outcome=MeetingOutcome.NONE, note="费用分担分歧大")
    draft = minutes.compose(case, by=house.clerk)
    body = house.room.approver.short_name
    assert scene.text_of(draft, "matters") == (
        f"与会各方没有达成一致。主要分歧：费用分担分歧大。以上意见如实报{body}参考。"
    )
    draft = minutes.offer(draft, by=house.clerk, version=draft.version)
    assert sign(draft, by=house.convener).minutes.number == 1


def test_minutes_of_a_paper_meeting_need_their_date_and_the_scan(house):
    draft = scene.drafted(house, backfill_reason="3月在纸上开展")
    with pytest.raises(Refused, match="成文日期"):
        minutes.offer(draft, by=house.clerk, version=draft.version)
    day = gather(draft.consultation).research[0].on
    draft = minutes.edit(draft, by=house.clerk, version=draft.version, title=draft.title, texts={}, dated_on=day)
    with pytest.raises(Refused, match="原件扫描"):
        minutes.offer(draft, by=house.clerk, version=draft.version)
    scene.scan_of(draft, by=house.clerk)
    draft = minutes.offer(draft, by=house.clerk, version=draft.version)
    edition = sign(draft, by=house.convener)
    assert (edition.paper["date"], edition.minutes.year) == (day.isoformat(), day.year)
    assert "补录" not in re.sub(r"[a-z]", "", str(edition.paper))


def test_only_backfilled_minutes_take_a_date(house):
    draft = scene.drafted(house)
    with pytest.raises(Refused, match="只有补录"):
        minutes.edit(
            draft,
            by=house.clerk,
            version=draft.version,
            title=draft.title,
            texts={},
            dated_on=gather(draft.consultation).research[0].on,
        )


def run_together(count, work):
    """Let threads begin at the same moment, each with its own connection."""
    gate, failures = threading.Barrier(count), []

    def one(index):
        try:
            gate.wait()
            work(index)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(index,)) for index in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


@pytest.mark.django_db(transaction=True)
def test_two_hands_that_sign_at_once_make_one_edition():
    house = scenes.house()
    draft = scene.offered(house)
    seen = signing.as_read(draft)
    failures = run_together(4, lambda _: signing.sign(draft, by=house.convener, seen=seen))
    assert [str(error) for error in failures] == ["罗建平已经审签。"] * 3
    assert (MinutesEdition.objects.count(), NumberSeries.objects.get(kind="minutes").last) == (1, 1)


def test_the_minutes_wait_for_whoever_signs_them_off_at_this_place(house):
    scene.offered(house)
    told = {
        who: getattr(house, who).notices.filter(sentence__startswith="待审签").count()
        for who in ("convener", "second_convener", "clerk")
    }
    assert told == {"convener": 1, "second_convener": 0, "clerk": 0}
    waiting = {
        who: [task.sentence for task in queries.waiting_for(getattr(house, who)) if "审签" in task.sentence]
        for who in ("convener", "second_convener")
    }
    assert waiting == {"convener": ["审签协商纪要"], "second_convener": []}


@pytest.mark.parametrize(
    ("dissents", "said"),
    [
        (True, "不同意见 1 条，1 条待解释，如实报送"),
        (False, "没有达成一致，会议记录里却没有不同意见，请核对是否漏记"),
    ],
)
def test_where_nothing_was_agreed_a_record_without_dissent_is_asked_about(house, dissents, said):
    case, meeting = scene.running(house)
    meeting.statements.update(is_dissent=False)
    meeting.statements.filter(participant__name="彭玉珍").update(is_dissent=dissents)
    discussion.end(meeting, by=house.clerk, outcome=MeetingOutcome.NONE, note="分担办法谈不拢")
    draft = minutes.compose(case, by=house.clerk)
    [check] = [check for check in minutes_checks.checks(draft) if check.where == "dissents"]
    assert (check.sentence, check.warns) == (said, True)
