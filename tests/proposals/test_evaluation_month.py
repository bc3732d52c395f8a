"""评议月: what the figures count, who has still not answered, and one press that reminds them."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from consult.models import EvaluationRound
from consult.models.rated import Rater
from consult.steps import evaluation, evaluation_days
from consult.steps.evaluation_people import invite, make_link
from consult.steps.evaluation_reminding import remind_unanswered
from members.enums import RoleCode
from members.models import Event, Notice
from proposals import operations
from proposals.queries import evaluation_month as queries
from proposals.workflow import Refused
from reports.documents.exports import rows_of
from reports.documents.listings import LISTINGS
from tests import factories as make
from tests import scenes
from tests.proposals.cycle_scene import replied, units

pytestmark = pytest.mark.django_db
# A Monday in the month that the pack names; nothing moves in the weeks around it.
MONDAY = date(2026, 10, 19)
PAGE = "/proposals/evaluation/month/"


def at(day: date, hour: int = 9):
    return time_machine.travel(datetime.combine(day, time(hour), timezone.get_current_timezone()), tick=False)


@pytest.fixture
def house():
    with at(MONDAY):
        yield scenes.house()


@pytest.fixture
def found(house):
    return units(house)


@pytest.fixture
def asked(house, found):
    """Two that were replied to, of which the first is rated by both sides."""
    row = replied(house, found, member=make.posted_member(house.room, user=house.member))
    replied(house, found)
    operations.open_evaluation(row, by=house.office, closes_on=MONDAY + timedelta(days=10))
    return row


def counted(house) -> dict:
    return {each.name: (each.part, each.whole) for each in queries.figures(house.office, 2026)}


def rate(house, row, answer="满意") -> EvaluationRound:
    round = EvaluationRound.objects.of(row).open().get(side="handling")
    data = {field["key"]: answer for field in round.form.choices}
    evaluation.answer(round.invitations.get(user=house.member), data=data, remark="还是没有", by=house.member)
    return round


def close(house, round) -> None:
    evaluation.close_round(round, by=house.office)
    round.refresh_from_db()
    operations.follow_evaluation(round)


def remind(house) -> int:
    return remind_unanswered(queries.to_remind(house.office, 2026), by=house.office)


# ── figures ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_is_replied_is_counted_by_how_far_its_rating_is(house, asked):
    nothing = {"在评议月评议": (1, 1), "全部评完": (0, 1), "已结束": (0, 1), "满意": (0, 0), "不满意": (0, 0)}
    told = {"已发起评议": (1, 2), "待发起评议": (1, 2), "二次办理": (0, 2)}
    assert counted(house) == {**nothing, **told}
    round = rate(house, asked)
    assert (counted(house)["全部评完"], counted(house)["已结束"]) == ((1, 1), (0, 1))
    close(house, round)
    assert (counted(house)["已结束"], counted(house)["满意"], counted(house)["不满意"]) == ((1, 1), (1, 1), (0, 1))


def test_not_satisfied_leads_to_a_second_handling(house, asked):
    close(house, rate(house, asked, "不满意"))
    assert (counted(house)["不满意"], counted(house)["二次办理"]) == ((1, 1), (1, 2))


def test_a_void_round_and_one_outside_of_the_month_count_as_what_they_are(house, asked):
    EvaluationRound.objects.of(asked).update(opens_on=date(2026, 11, 2), closes_on=date(2026, 11, 20))
    assert (counted(house)["已发起评议"], counted(house)["在评议月评议"]) == ((1, 2), (0, 1))
    evaluation.void_round(EvaluationRound.objects.of(asked).get(side="handling"), by=house.office, reason="表不对")
    assert (counted(house)["已发起评议"], counted(house)["待发起评议"]) == ((0, 2), (2, 2))


def test_every_figure_leads_to_as_many_records_as_it_counts(house, asked, client):
    close(house, rate(house, asked, "不满意"))
    client.force_login(house.office)
    for each in queries.figures(house.office, 2026):
        assert (each.name, len(client.get(each.url).context["page"].rows)) == (each.name, each.part)


# ── who has not answered ─────────────────────────────────────────────────────────────────────────────────────────────
def shown(client, **query) -> list[tuple]:
    rows = client.get(PAGE, query).context["page"].rows
    return [(row.side, row.came, row.asked, row.names, row.links, row.papers) for row in rows]


def test_accounts_are_named_with_their_unit_and_others_are_counted(house, found, asked, client):
    round = EvaluationRound.objects.of(asked).get(side="handling")
    raters = [Rater("mass", name="张三"), Rater("mass", name="李四")]
    invite(round, raters, by=house.office)
    make_link(round.invitations.get(name="张三"), by=house.office)
    place = house.member.current_roles[0].unit.short_name
    client.force_login(house.office)
    assert shown(client) == [
        ("proposal", 0, 1, [found.lead.unit.short_name], 0, 0),
        ("handling", 0, 3, [f"{house.member.name}（{place}）"], 1, 1),
    ]
    rate(house, asked)
    assert shown(client, side="handling") == [("handling", 1, 3, [], 1, 1)]
    assert shown(client, view="left", side="handling", sort="closes") == [("handling", 1, 3, [], 1, 1)]
    assert shown(client, view="answered") == []


def test_the_file_holds_what_the_page_shows(house, found, asked):
    rows = list(LISTINGS["evaluation-month"].rows(rows_of("evaluation-month", house.office, {"side": ["proposal"]})))
    assert [(row[1], row[2], row[8]) for row in rows] == [(asked.title, "评提案", found.lead.unit.short_name)]


def test_only_who_looks_after_proposals_opens_the_page(house, asked, client):
    for user, status in ((house.office, 200), (house.auditor, 200), (house.member, 403), (house.department, 403)):
        client.force_login(user)
        assert (user.username, client.get(PAGE).status_code) == (user.username, status)


def test_who_dispatches_sees_how_far_it_is_and_opens_no_round(house, asked, client):
    dispatcher = make.person(RoleCode.DISPATCHER, unit=make.office())
    client.force_login(dispatcher)
    page = client.get(PAGE)
    assert [row.is_seen for row in page.context["page"].rows] == [False, False]
    assert (page.context["reminds"], client.post(f"{PAGE}remind/").status_code) == (False, 403)


# ── one press ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_one_press_reminds_everybody_once_a_day(house, found, asked, client):
    with pytest.raises(Refused, match="今天已经通知过"):
        remind(house)
    with at(MONDAY + timedelta(days=1)):
        client.force_login(house.office)
        rate(house, asked)
        answer = client.post(f"{PAGE}remind/", {"year": 2026})
        assert answer.url == f"{PAGE}?year=2026&view=left"
        assert Notice.objects.filter(user=found.lead.user, sentence__contains="您还没有评").count() == 1
        assert not Notice.objects.filter(user=house.member, sentence__contains="您还没有评").exists()
        assert Event.objects.filter(verb="consult.remind_round").count() == 1
        with pytest.raises(Refused, match="今天已经通知过"):
            remind(house)


@pytest.mark.parametrize(
    ("day", "hour", "when"),
    [
        (MONDAY + timedelta(days=1), 22, "10月21日（周三）上午 8 点以后"),
        (MONDAY + timedelta(days=1), 6, "10月20日（周二）上午 8 点以后"),
        (MONDAY + timedelta(days=5), 10, "10月26日（周一）上午 8 点以后"),
    ],
)
def test_nobody_is_reminded_at_night_or_on_a_day_off(house, asked, day, hour, when):
    with at(day, hour), pytest.raises(Refused, match=when):
        remind(house)
    assert not Notice.objects.filter(sentence__contains="您还没有评").exists()


def test_a_press_early_in_the_month_does_not_take_the_place_of_the_last_reminder(house, asked):
    with at(MONDAY + timedelta(days=1)):
        assert remind(house) > 0
    with at(MONDAY + timedelta(days=8)):
        evaluation_days.keep_days()
        evaluation_days.keep_days()
    assert Notice.objects.filter(user=house.member, sentence__contains="您还没有评").count() == 2


def test_another_office_reminds_nobody(house, asked):
    with at(MONDAY + timedelta(days=1)), pytest.raises(Refused, match="没有要催的"):
        remind_unanswered(queries.to_remind(house.clerk, 2026), by=house.clerk)


def test_many_rounds_cost_what_one_costs(house, found, asked, client, django_assert_max_num_queries):
    for _ in range(2):
        row = replied(house, found)
        row.member.user = make.person(RoleCode.MEMBER, unit=house.room.unit)
        row.member.save()
        operations.open_evaluation(row, by=house.office, closes_on=MONDAY + timedelta(days=10))
    client.force_login(house.office)
    client.get(PAGE)
    with django_assert_max_num_queries(32):
        client.get(PAGE)
