"""投稿: rooms send in, the office returns, declines or chooses; the room sees what became of it."""

from itertools import product

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from members.models import Notice
from members.workflow import Refused, Stale, advance
from reports.enums import ContributionState
from reports.models import Contribution
from reports.operations import bulletin_items, contributions
from reports.queries import bulletins as queries
from reports.workflow import CONTRIBUTION
from tests import factories as make
from tests.reports import bulletin_scene as scene

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("before", "after"), list(product(ContributionState, ContributionState)))
def test_a_state_moves_along_the_table_alone(house, before, after):
    row = scene.sent(house)
    Contribution.objects.filter(pk=row.pk).update(state=before, reason="理由")
    row.refresh_from_db()
    with transaction.atomic():
        if after in CONTRIBUTION[before]:
            assert advance(row, CONTRIBUTION, after, by=house.leading_office).state == after
        else:
            with pytest.raises(Refused):
                advance(row, CONTRIBUTION, after, by=house.leading_office)


def test_what_was_returned_is_mended_and_sent_again(house):
    row = scene.sent(house)
    with pytest.raises(Refused, match="请写明原因"):
        contributions.give_back(row, by=house.leading_office, reason=" ")
    contributions.give_back(row, by=house.leading_office, reason="请补充成效")
    assert Notice.objects.get(user=house.clerk).sentence == "投稿退回，请修改后再投：六步议事见成效"
    assert [task.sentence for task in queries.returned_tasks(house.clerk)] == ["修改退回的投稿：六步议事见成效"]
    row.refresh_from_db()
    row = contributions.edit(row, by=house.convener, title=row.title, text="补充了成效。", version=row.version)
    assert (row.state, row.reason, row.sent_by) == ("sent", "", house.convener)
    contributions.decline(row, by=house.leading_office, reason="不属于本期主题")
    with pytest.raises(Refused, match="未采用，不能再修改"):
        contributions.edit(row, by=house.clerk, title=row.title, text="再改", version=row.version)


def test_what_was_withdrawn_counts_nowhere(house):
    contributions.withdraw(scene.sent(house), by=house.clerk)
    scene.sent(house)
    assert queries.adoption(Contribution.objects.all()) == {"whole": 1, "part": 0, "percent": "0.0"}
    assert queries.adoption(Contribution.objects.none()) == {"whole": 0, "part": 0, "percent": ""}


def test_whoever_saved_first_is_not_overwritten(house):
    row = scene.sent(house)
    contributions.edit(row, by=house.clerk, title="改过的标题", text=row.text, version=row.version)
    with pytest.raises(Stale):
        contributions.edit(row, by=house.convener, title="又改的标题", text=row.text, version=row.version)


def test_no_private_person_leaves_the_room(house):
    visited = scene.activity(house, visitor="钱贵生")
    with pytest.raises(Refused, match="里写了群众姓名“钱贵生”"):
        scene.sent(house, text="钱贵生老人说修得好。", activity=visited)
    with pytest.raises(Refused, match="里写了电话或身份证号码"):
        scene.sent(house, text="联系电话13800001234。")
    assert scene.sent(house, text="有老人说修得好。", activity=visited).pk


def test_what_is_of_another_room_or_not_open_is_not_sent_in(house):
    with pytest.raises(Refused, match="只能用本联络室的"):
        scene.sent(house, activity=scene.activity(house, room=house.other_room))
    with pytest.raises(Refused, match="不公开的"):
        scene.sent(house, activity=scene.activity(house, is_confidential=True))


def test_the_first_text_is_out_of_the_record_without_private_names(client, house):
    visited = scene.activity(house, visitor="钱贵生", what="走访钱贵生，电话13800001234", place="纺织路")
    client.force_login(house.clerk)
    form = client.get(reverse("reports:new_contribution"), {"activity": visited.pk}).context["form"]
    said = f"3月2日，{house.room.name}在纺织路开展走访。\n走访有关人员，电话（号码略）"
    assert form.initial == {"title": "2026年3月2日走访", "text": said}
    case = make.consultation(house.room, by=house.clerk)
    told = {"title": "一件协商", "text": "协商有结果。"}
    assert client.post(f"{reverse('reports:new_contribution')}?case={case.pk}", told).status_code == 302
    assert Contribution.objects.get().case == case


def test_a_room_sends_in_for_itself_alone(client, house):
    other = make.consultation(house.other_room, by=house.other_clerk)
    client.force_login(house.clerk)
    for odd in (f"?case={other.pk}", "?case=x", "?activity=99999999"):
        assert client.get(reverse("reports:new_contribution") + odd).status_code == 404
    client.force_login(house.leading_office)
    assert client.get(reverse("reports:new_contribution")).status_code == 403
    client.force_login(house.township)
    case = make.consultation(house.room, by=house.clerk)
    assert client.get(f"{reverse('reports:new_contribution')}?case={case.pk}").status_code == 403


def test_another_room_sees_nothing_of_it(client, house):
    row = scene.sent(house)
    for who, status in (
        ("other_clerk", 404),
        ("member", 200),
        ("township", 200),
        ("auditor", 200),
        ("department", 404),
    ):
        client.force_login(getattr(house, who))
        assert client.get(row.get_absolute_url()).status_code == status, who
    client.force_login(house.other_clerk)
    answer = client.get(reverse("reports:contributions"))
    assert (answer.context["page"].rows, answer.context["rate"]["whole"]) == ([], 0)


def test_it_waits_for_the_leading_office_and_for_the_other_where_there_is_none(house):
    scene.sent(house)
    assert [len(list(queries.contribution_tasks(who))) for who in (house.leading_office, house.office)] == [1, 0]
    leading = make.leading_office()
    leading.is_active = False
    leading.save(update_fields=["is_active"])
    assert len(list(queries.contribution_tasks(house.office))) == 1


def test_what_is_chosen_cannot_be_taken_back_or_judged(house):
    row = scene.sent(house)
    bulletin_items.take_up(scene.drafted(house), by=house.leading_office, contributions=[row])
    for act in (
        lambda: contributions.withdraw(row, by=house.clerk),
        lambda: contributions.decline(row, by=house.leading_office, reason="不用"),
    ):
        with pytest.raises(Refused, match="现在是“编入草稿”"):
            act()
    row.refresh_from_db()
    assert row.judged_at <= timezone.now()
