"""公开跟踪: the office shows a key proposal; a stranger reads how it gets on, and no name; it may be taken back."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from consult.models import EvaluationRound
from consult.steps import evaluation
from members.models import Event
from proposals import operations
from proposals.models import KeyProposal, Proposal, Reply
from proposals.operations import key_proposals, public_tracking, supervision
from proposals.views import public_tracking as pages
from proposals.workflow import Refused
from tests import asked_scene, scenes
from tests import factories as make
from tests.proposals.care_scene import answered, filed, handled

pytestmark = pytest.mark.django_db
CITY = "420281"
LIST = f"/track/{CITY}/"
TAG = re.compile(r"<[^>]*>")
REASON = "主席会议要求暂不公开"


@pytest.fixture
def house():
    make.daye()
    return scenes.house()


def chosen(house, row=None, rank=1, year=2026) -> KeyProposal:
    [key] = key_proposals.name_candidates([row or filed(house)], by=house.office, year=year, why="群众反映集中")
    said = {"chosen_on": timezone.localdate(), "chosen_by": "主席会议"}
    return key_proposals.choose_key(key, by=house.office, rank=rank, **said)


def opened(house, key=None, **said) -> KeyProposal:
    return public_tracking.open_tracking(key or chosen(house), by=house.office, **said)


def page(client, key) -> str:
    answer = client.get(f"{LIST}{key.year}/{key.rank}/")
    assert answer.status_code == 200
    return TAG.sub("", answer.text)


def path_of(key) -> str:
    return f"{LIST}{key.year}/{key.rank}/"


# ── what a stranger reads ────────────────────────────────────────────────────────────────────────────────────────────
def test_a_stranger_reads_it_when_it_is_switched_on_and_not_before_or_after(house, client):
    key = chosen(house)
    assert client.get(path_of(key)).status_code == 404
    opened(house, key)
    told = page(client, key)
    for word in (key.proposal.title, f"2026年第 {key.proposal.number} 号", "2026年重点提案", "1号提案"):
        assert word in told
    public_tracking.withdraw_tracking(key, by=house.office, reason=REASON)
    assert client.get(path_of(key)).status_code == 404
    assert key.proposal.title not in client.get(LIST).text


def test_it_tells_who_leads_by_office_which_units_and_how_far_it_is(house, client):
    key = opened(house)
    row = key.proposal
    handled(house, row, task="内部任务文字")
    supervision.supervise(
        row, by=house.office, tier=1, mode="head", leader="柯正清", post="市政协主席", starts_on=timezone.localdate()
    )
    told = page(client, key)
    for word in ("市政协主席领衔督办", house.department_unit.name, "主办", "审查", "立案", "还没有答复"):
        assert word in told
    for word in ("柯正清", "内部任务文字", row.situation, row.advice, "群众反映集中"):
        assert word not in told


def test_of_a_reply_the_public_reads_the_class_and_the_summary_that_the_office_wrote(house, client):
    letter = answered(house, body="由贺文清负责，列入计划。", planned_until=date(2026, 12, 31))
    key = opened(house, chosen(house, letter.proposal))
    told = page(client, key)
    assert "B 类（正在解决或者列入计划）" in told
    assert "计划2026年12月31日以前完成" in told
    for word in ("贺文清", "列入计划。", "曹伟", "8700001", "住建函"):
        assert word not in told
    opened(house, key, public_summary="已列入明年城市更新计划。")
    assert "已列入明年城市更新计划。" in page(client, key)
    # A letter that was taken back is no answer any more, and neither is what was said of it.
    Reply.objects.filter(pk=letter.pk).update(state="withdrawn")
    assert "已列入明年城市更新计划。" not in page(client, key)


def test_the_result_and_satisfaction_are_told(house, client):
    letter = answered(house)
    key = opened(house, chosen(house, letter.proposal))
    assert "还没有评议结果" in page(client, key)
    office = make.office()
    EvaluationRound.objects.create(
        target=letter.proposal,
        side="handling",
        state="closed",
        about="办理情况",
        form_code="proposal",
        form_table={},
        opens_on=date(2026, 3, 3),
        closes_on=date(2026, 3, 20),
        keeper=office,
        region=office.region,
        opened_by=house.office,
        closed_at=timezone.now(),
        satisfaction="yes",
    )
    told = page(client, key)
    assert "满意情况满意\n" in told
    assert "办理结果2026年3月2日办结" in told


def test_everybody_may_rate_while_the_office_has_put_up_a_code(house, client):
    letter = answered(house, filed(house, state="replied"))
    key = opened(house, chosen(house, letter.proposal))
    round = operations.open_evaluation(letter.proposal, by=house.office, closes_on=timezone.localdate())[0]
    assert "参加评议" not in page(client, key)
    evaluation.open_to_public(round, by=house.office)
    round.refresh_from_db()
    told = client.get(path_of(key)).content.decode()
    assert f'href="/p/{round.public_code}/"' in told
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert "参加评议" not in page(client, key)


@pytest.mark.parametrize(
    ("mode", "proposed_for", "told"),
    [("personal", "", "政协委员"), ("joint", "", "政协委员 3 人联名"), ("sector", "经济界别", "经济界别")],
)
def test_persons_are_counted_and_bodies_named(house, client, mode, proposed_for, told):
    people = [make.posted_member(house.room, name=name) for name in ("邓国梁", "游素芳", "纪鸿远")]
    row = filed(house, member=people[0], mode=mode, proposed_for=proposed_for)
    for each in people[1:]:
        row.signers.create(
            member=each, state="signed", signed_version=1, invited_by=house.clerk, answered_at=timezone.now()
        )
    text = page(client, opened(house, chosen(house, row)))
    assert f"提出{told}\n" in text
    assert [name for name in ("邓国梁", "游素芳", "纪鸿远", house.clerk.name) if name in text] == []


# ── what cannot be shown ─────────────────────────────────────────────────────────────────────────────────────────────
def test_a_candidate_and_what_was_taken_off_are_not_shown(house, client):
    [key] = key_proposals.name_candidates([filed(house)], by=house.office, year=2026, why="x")
    with pytest.raises(Refused, match="确定为重点提案以后才能公开"):
        opened(house, key)
    shown = opened(house)
    key_proposals.unflag(shown, by=house.office, reason="并入专项规划")
    assert client.get(path_of(shown)).status_code == 404
    with pytest.raises(Refused, match="确定为重点提案以后才能公开"):
        opened(house, shown)


def test_what_was_taken_up_in_an_internal_report_is_not_shown(house, client):
    key = opened(house)
    report = asked_scene.report(house, is_internal=True)
    report.items.create(proposal=key.proposal)
    # Also one that was shown before closes by itself.
    assert client.get(path_of(key)).status_code == 404
    assert key.proposal.title not in client.get(LIST).text
    with pytest.raises(Refused, match="标为内部"):
        opened(house, key)
    report.is_internal = False
    report.save(update_fields=["is_internal"])
    assert client.get(path_of(key)).status_code == 200


@pytest.mark.parametrize(
    "fields", [{"title": "关于机密★事项的提案"}, {"situation": "涉密"}, {"advice": "内部资料，不予公开"}]
)
def test_what_is_marked_as_secret_is_not_shown(house, fields):
    with pytest.raises(Refused, match="涉密或者内部标识"):
        opened(house, chosen(house, filed(house, **fields)))


def test_words_that_only_sound_like_a_mark_do_no_harm(house, client):
    key = opened(house, chosen(house, filed(house, title="关于加强企业商业秘密保护的提案")))
    assert "商业秘密保护" in page(client, key)


def test_what_was_merged_is_not_shown(house, client):
    key = opened(house)
    Proposal.objects.filter(pk=key.proposal_id).update(state="merged")
    assert client.get(path_of(key)).status_code == 404
    key.refresh_from_db()
    with pytest.raises(Refused, match="已经并案"):
        opened(house, key)


@pytest.mark.parametrize(
    "text", ["邓国梁提出后已办理", "请联系曹伟", "由贺文清签发", "电话8700001", "13800138000", "0714-8700001"]
)
def test_a_summary_names_nobody_and_no_telephone(house, text):
    letter = answered(house)
    Proposal.objects.filter(pk=letter.proposal_id).update(member=make.posted_member(house.room, name="邓国梁"))
    key = chosen(house, letter.proposal)
    with pytest.raises(Refused, match="公开的页面不写"):
        opened(house, key, public_summary=text)
    key.refresh_from_db()
    assert key.opened_at is None


# ── the switch ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_switched_it_and_when_stand_in_the_ledger(house):
    key = opened(house)
    public_tracking.open_tracking(key, by=house.office, public_summary="已列入计划。")
    public_tracking.withdraw_tracking(key, by=house.office, reason=REASON)
    rows = Event.objects.filter(verb="proposals.publish_key").order_by("pk")
    assert [(row.actor_id, row.sentence) for row in rows] == [
        (house.office.pk, "公开跟踪2026年重点提案"),
        (house.office.pk, "改写公开的答复概要2026年重点提案"),
        (house.office.pk, "撤回2026年重点提案的公开跟踪"),
    ]


def test_it_is_taken_back_with_a_reason_and_once(house):
    key = opened(house)
    with pytest.raises(Refused, match="写明原因"):
        public_tracking.withdraw_tracking(key, by=house.office, reason=" ")
    public_tracking.withdraw_tracking(key, by=house.office, reason=REASON)
    with pytest.raises(Refused, match="没有公开"):
        public_tracking.withdraw_tracking(key, by=house.office, reason=REASON)


def test_the_office_switches_on_the_page_and_others_see_no_switch(house, client):
    key = chosen(house)
    client.force_login(house.office)
    assert reverse("proposals:open_tracking", args=[key.pk]) in client.get(key.get_absolute_url()).text
    assert client.post(reverse("proposals:open_tracking", args=[key.pk]), {}).status_code == 302
    key.refresh_from_db()
    assert key.opened_by == house.office
    assert path_of(key) in client.get(key.get_absolute_url()).text
    # What was typed is kept where it is refused.
    answer = client.post(reverse("proposals:open_tracking", args=[key.pk]), {"public_summary": "电话8700001"})
    assert (answer.status_code, "电话8700001" in answer.text) == (422, True)
    client.post(reverse("proposals:withdraw_tracking", args=[key.pk]), {"reason": REASON})
    key.refresh_from_db()
    assert key.opened_at is None
    client.force_login(house.leading_office)
    assert reverse("proposals:open_tracking", args=[key.pk]) not in client.get(key.get_absolute_url()).text
    assert client.post(reverse("proposals:open_tracking", args=[key.pk]), {}).status_code == 403


def test_the_offices_list_tells_what_is_public(house, client):
    shown, hidden = opened(house), chosen(house, rank=2)
    client.force_login(house.office)

    def listed(**asked):
        return {row.pk for row in client.get(reverse("proposals:key_proposals"), asked).context["page"].rows}

    assert listed() == {shown.pk, hidden.pk}
    assert listed(opened="yes") == {shown.pk}
    assert listed(opened="no") == {hidden.pk}


# ── the public list ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_list_is_narrowed_by_year_and_state(house, client):
    running = opened(house, chosen(house, year=2026))
    done = opened(house, chosen(house, answered(house).proposal, year=2025))

    def listed(**asked):
        return [key.pk for key in client.get(LIST, asked).context["rows"]]

    assert listed() == [running.pk, done.pk]
    assert listed(year="2025") == [done.pk]
    assert listed(state="running") == [running.pk]
    assert listed(state="closed") == [done.pk]
    assert listed(year="2026", state="closed") == []
    # What cannot be read narrows nothing.
    assert listed(year="x", state="?") == [running.pk, done.pk]


def test_addresses_of_nothing_are_answered_as_such(house, client):
    opened(house)
    for path in (
        "/track/999999/",
        "/track/x/2026/1/",
        f"{LIST}2026/2/",
        f"{LIST}99999999999/1/",
        f"{LIST}2026/9999999/",
    ):
        assert client.get(path).status_code == 404, path
    assert client.post(LIST).status_code == 405


def test_who_asks_too_often_waits(house, client, monkeypatch):
    key = opened(house)
    monkeypatch.setattr(pages, "MOST_READ", 2)
    assert [client.get(path_of(key)).status_code for _ in range(3)] == [200, 200, 429]
    answer = client.get(LIST)
    assert (answer.status_code, key.proposal.title in answer.text) == (429, False)
