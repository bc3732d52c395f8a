from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from consult.enums import MatterLevel, MinutesState
from consult.models import Consultation, Minutes, MinutesEdition
from consult.steps import correction, discussion, matter, minutes, signing, submission
from consult.steps.paper import digest, paper_of
from consult.workflow import Refused, Stale
from members.models import Notice
from tests import action_scenes
from tests import minutes_scene as scene


def sign(draft, *, by):
    return signing.sign(draft, by=by, seen=signing.as_read(draft))


def edit(draft, *, by, **texts):
    return minutes.edit(draft, by=by, version=draft.version, title=draft.title, texts=texts)


def numbers(case):
    return list(case.matter_set.standing().order_by("number").values_list("number", "text"))


@pytest.fixture
def opened(house):
    """Signed minutes with three matters, opened for a correction."""
    draft = scene.drafted(house)
    units = [house.department_unit]
    matter.note(draft.consultation, by=house.clerk, text="增设垃圾桶", suggested_units=units)
    draft = minutes.compose(draft.consultation, by=house.clerk)
    draft = minutes.offer(draft, by=house.clerk, version=draft.version)
    return correction.correct(sign(draft, by=house.convener).minutes, by=house.convener, reason="日期写错")


def test_a_correction_keeps_the_number_and_makes_a_new_edition(house):
    first = scene.signed(house)
    opened = correction.correct(first.minutes, by=house.convener, reason="日期写错")
    assert opened.state == MinutesState.CORRECTING
    opened = edit(opened, by=house.clerk, background="更正后的情况。")
    second = sign(opened, by=house.convener)
    assert (second.minutes.number, second.edition, second.reason) == (1, 1, "日期写错")
    assert (second.paper["number"], second.paper["correction"]) == ("第1期", "更正1")
    assert first.sha256 == digest(MinutesEdition.objects.get(pk=first.pk).paper)
    assert second.minutes.before_correction == {}


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_correction_says_why(house, reason):
    with pytest.raises(Refused, match="更正要写明理由"):
        correction.correct(scene.signed(house).minutes, by=house.convener, reason=reason)


def test_a_correction_that_is_given_up_brings_the_signed_text_back(house):
    first = scene.signed(house)
    before = scene.text_of(first.minutes, "background")
    opened = correction.correct(first.minutes, by=house.convener, reason="试一试")
    opened = edit(opened, by=house.clerk, background="不要的内容。")
    left = correction.give_up(opened, by=house.convener)
    assert (left.state, scene.text_of(left, "background"), left.editions.count()) == ("signed", before, 1)
    assert (left.correction_reason, left.before_correction) == ("", {})


def test_a_correction_that_is_given_up_brings_back_the_matters_that_the_paper_bears(house, opened):
    case = opened.consultation
    signed = {**opened.editions.get().paper}
    signed.pop("texts")
    before = numbers(case)
    first, second = case.matter_set.standing().order_by("number")[:2]
    matter.edit(
        first,
        by=house.clerk,
        version=first.version,
        text="改了的事项",
        level=MatterLevel.CITY,
        cost="3.20",
        suggested_units=[],
    )
    matter.remove(second, by=house.clerk)
    matter.note(case, by=house.clerk, text="新加的事项")
    left = correction.give_up(opened, by=house.convener)
    assert numbers(case) == before
    left.refresh_from_db()
    assert digest(paper_of(left)) == digest(signed)


def test_a_matter_that_the_body_returns_during_a_correction_is_no_new_one(house):
    sent = submission.send(scene.signed(house).minutes.consultation, by=house.convener)
    submission.receive(sent, by=house.township)
    case = Minutes.objects.get(consultation=sent.consultation).consultation
    before = numbers(case)
    opened = correction.correct(case.minutes, by=house.convener, reason="日期写错")
    returned = case.matter_set.standing().get(number=1)
    action_scenes.decide(returned, house.township, "return")
    returned.refresh_from_db()
    matter.edit(returned, by=house.clerk, version=returned.version, text="改了的事项")
    correction.give_up(opened, by=house.convener)
    assert numbers(case) == before


def test_matters_of_an_older_edition_that_the_body_returns_during_a_correction_stay(house):
    first = scene.signed(house).minutes
    sent = submission.send(first.consultation, by=house.convener)
    before = numbers(sent.consultation)
    sign(correction.correct(first, by=house.convener, reason="日期写错"), by=house.convener)
    opened = correction.correct(first, by=house.convener, reason="单位写错")
    submission.return_to_room(sent, by=house.township, reason="缺少责任单位")
    correction.give_up(opened, by=house.convener)
    assert numbers(sent.consultation) == before


def test_a_correction_that_was_open_before_anything_was_kept_is_given_up(house, opened):
    kept, before = opened.before_correction, numbers(opened.consultation)
    Minutes.objects.update(before_correction={})
    import_module("consult.migrations.0014_corrections_open_before").keep(apps, None)
    opened.refresh_from_db()
    # Where a matter goes was not chosen by itself in those days: its level said it.
    for row in kept["matters"]:
        assert row["fields"].pop("disposition") == row["fields"]["level"]
    assert opened.before_correction == kept
    assert correction.give_up(opened, by=house.convener).state == MinutesState.SIGNED
    assert numbers(opened.consultation) == before


def test_who_had_the_matter_open_is_told_that_the_correction_was_given_up(house, opened):
    first = opened.consultation.matter_set.standing().first()
    correction.give_up(opened, by=house.convener)
    # Signed minutes take no change whatever its version.
    correction.correct(opened, by=house.convener, reason="单位写错")
    with pytest.raises(Stale):
        matter.edit(first, by=house.clerk, version=first.version, text="改了的事项")


def test_numbers_that_signed_minutes_bear_stay_with_their_matters(house, opened):
    case = opened.consultation
    kept = numbers(case)
    matter.remove(case.matter_set.standing().get(number=3), by=house.clerk)
    matter.remove(case.matter_set.standing().get(number=1), by=house.clerk)
    added = matter.note(case, by=house.clerk, text="新加的事项")
    assert numbers(case) == [kept[1], (4, "新加的事项")]
    matter.remove(added, by=house.clerk)
    assert matter.note(case, by=house.clerk, text="另一件事项").number == 4


def test_who_takes_out_a_matter_is_told_whether_the_others_move_up(client, house):
    client.force_login(house.clerk)
    draft = scene.drafted(house)
    matter.note(draft.consultation, by=house.clerk, text="增设垃圾桶", suggested_units=[house.department_unit])
    matter.note(draft.consultation, by=house.clerk, text="多记的事项")

    def take_out(text):
        taken = draft.consultation.matter_set.get(text=text)
        return client.post(reverse("consult:remove_matter", args=[taken.pk]), follow=True).text

    assert "后面的依次前移。" in take_out("多记的事项")
    draft = minutes.compose(draft.consultation, by=house.clerk)
    draft = minutes.offer(draft, by=house.clerk, version=draft.version)
    correction.correct(sign(draft, by=house.convener).minutes, by=house.convener, reason="日期写错")
    assert "其他事项的编号不变。" in take_out("增设垃圾桶")


def test_a_correction_is_not_given_up_while_the_record_is_open_again(house):
    sent = submission.send(scene.signed(house).minutes.consultation, by=house.convener)
    submission.return_to_room(sent, by=house.township, reason="缺少责任单位")
    case = sent.consultation
    case.refresh_from_db()
    discussion.reopen(case.meeting_set.get(), by=house.convener, reason="补记")
    with pytest.raises(Refused, match="协商会记录已重新打开，结束记录以后才能放弃更正"):
        correction.give_up(case.minutes, by=house.convener)


def test_what_the_body_returned_is_corrected_and_not_given_up(house):
    sent = submission.send(scene.signed(house).minutes.consultation, by=house.convener)
    submission.return_to_room(sent, by=house.township, reason="缺少责任单位")
    case = sent.consultation
    case.refresh_from_db()
    with pytest.raises(Refused, match="退回，不能放弃更正"):
        correction.give_up(case.minutes, by=house.convener)
    assert sign(case.minutes, by=house.convener).edition == 1


def test_only_an_open_correction_is_given_up(house):
    with pytest.raises(Refused, match="纪要不在更正中"):
        correction.give_up(scene.signed(house).minutes, by=house.convener)


def test_the_body_hears_of_a_correction_once_the_case_is_closed(house, client):
    draft = scene.signed(house).minutes
    case = draft.consultation
    closed = {"state": "closed", "ending": "done", "ended_by": house.township, "ended_at": timezone.now()}
    Consultation.objects.filter(pk=case.pk).update(**closed)
    client.force_login(house.convener)
    page = client.get(f"/consultations/{case.pk}/minutes/correct/").content.decode()
    assert f"协商已经办结，更正情况通知{case.room.approver.short_name}。" in page
    draft.refresh_from_db()
    sign(correction.correct(draft, by=house.convener, reason="日期写错"), by=house.convener)
    assert Notice.objects.filter(user=house.township, sentence__contains="更正《").exists()


def corrected(edition, *, by):
    opened = correction.correct(edition.minutes, by=by, reason="日期写错")
    return sign(opened, by=by)


def test_the_office_hears_of_the_correction_of_what_it_holds(client, house):
    first = scene.signed(house)
    sent = submission.send(first.minutes.consultation, by=house.convener)
    submission.receive(sent, by=house.township)
    held = sent.consultation.submission_set.get(kind="matter")
    second = corrected(first, by=house.convener)
    submission.send(sent.consultation, by=house.convener)
    sentence = f"{house.room.name}更正《{second}》，事项 {held.matter.number} 以更正稿为准"
    assert house.office.notices.filter(sentence=sentence, url=f"/submissions/{held.pk}/").count() == 1
    client.force_login(house.office)
    assert "的更正1，请以更正稿为准" in client.get(f"/submissions/{held.pk}/").text


def test_nobody_hears_of_a_correction_before_it_is_sent(house):
    first = scene.signed(house)
    sent = submission.send(first.minutes.consultation, by=house.convener)
    submission.receive(sent, by=house.township)
    corrected(first, by=house.convener)
    assert not house.office.notices.filter(sentence__contains="更正").exists()
