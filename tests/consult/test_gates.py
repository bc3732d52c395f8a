"""Counting checkpoints on small packs: what is narrowed, what is compared, and what is said of it."""

import pytest
from django.utils import timezone

from consult.models import CheckpointRecord, Consultation, Matter
from consult.steps import participants
from consult.workflow import Refused, gates, move_to, pack_of
from rooms.operations import load_practice
from tests import factories as make
from tests import minutes_scene
from tests.rooms.packs import LIGHT, with_checkpoints

pytestmark = pytest.mark.django_db

PEOPLE = [("stakeholder", f"吴德胜{n}", "住户代表") for n in range(2)] + [
    ("member", f"沈雅琴{n}", "") for n in range(3)
]


def under(case, *checkpoints, mode="block") -> Consultation:
    """The case as if it had begun under a pack of one stage with these checkpoints."""
    version = load_practice(with_checkpoints(*checkpoints, mode=mode), by=None)
    Consultation.objects.filter(pk=case.pk).update(practice=version, stage="all", step="action")
    return Consultation.objects.for_page().get(pk=case.pk)


@pytest.fixture
def listed(house):
    """Two stakeholders and three members."""
    return make.at_research(
        house.room, clerk=house.clerk, convener=house.convener, township=house.township, people=PEOPLE
    )


@pytest.fixture
def met(house):
    """One meeting on a bench with a dissent of a stakeholder, one matter of the township, one of the city."""
    return minutes_scene.held(house)


def asked(case):
    """What the pack of a test asks for, besides the minutes for which every pack asks."""
    return [gate for gate in gates(case, pack_of(case)) if gate.checkpoint.code != "signed"]


def said(case, checkpoint, **fields):
    case = under(case, f'kind = "count"\n{checkpoint}', **fields)
    [gate] = asked(case)
    assert gate.met is not bool(gate.sentence)
    return gate.sentence


PARTS = {
    'where = { category = "stakeholder" }\nmin = 2': "",
    'where = { category = "stakeholder" }\nmin = 3': "利益相关方代表现有 2 人，至少要 3 人，还差 1 人。",
    'where = { category = "expert" }\nmin = 1': "专业人士现有 0 人，至少要 1 人，还差 1 人。",
    'where = { category = "member" }\nmax = 1': "驻室委员现有 3 人，最多 1 人，多出 2 人。",
    'where = { kind = "unit" }\nmin = 1': "协商主体中的单位现有 0 人，至少要 1 人，还差 1 人。",
    'where = { category = "member", kind = "typed" }\nmin = 4': (
        "驻室委员中的登记人员现有 3 人，至少要 4 人，还差 1 人。"
    ),
    "min = 6": "协商主体现有 5 人，至少要 6 人，还差 1 人。",
    "min = 2\nmax = 4": "协商主体现有 5 人，最多 4 人，多出 1 人。",
    "min = 5\nmax = 5": "",
}


@pytest.mark.parametrize("bounds", PARTS)
def test_a_count_of_people_keeps_to_its_part_of_the_list(listed, bounds):
    assert said(listed, f'measure = "participants"\n{bounds}') == PARTS[bounds]


def share(bounds, whole="participants"):
    return f'measure = "participants"\nwhere = {{ category = "stakeholder" }}\nratio_of = "{whole}"\n{bounds}'


SHARES = {
    share("min = 0.4"): "",
    share("min = 0.5"): "利益相关方代表现有 2 人，占协商主体 5 人的 40%，不能低于 50%，还差 1 人。",
    share("min = 0.75"): "利益相关方代表现有 2 人，占协商主体 5 人的 40%，不能低于 75%，还差 7 人。",
    share("min = 1"): "利益相关方代表现有 2 人，占协商主体 5 人的 40%，不能低于 100%，还有 3 人不在其中。",
    share("max = 0.4"): "",
    share("max = 0.25"): "利益相关方代表现有 2 人，占协商主体 5 人的 40%，不能高于 25%，多出 1 人。",
    share("min = 0.6", "member"): "",
    share("min = 0.667", "member"): "利益相关方代表现有 2 人，占驻室委员 3 人的 66.7%，不能低于 66.7%，还差 1 人。",
    share('min = "2/3"', "member"): "",
    share('min = "3/4"', "member"): "利益相关方代表现有 2 人，占驻室委员 3 人的 66.7%，不能低于四分之三，还差 1 人。",
    share("min = 1", "member"): "利益相关方代表现有 2 人，占驻室委员 3 人的 66.7%，不能低于 100%，还差 1 人。",
    share("min = 0.5", "expert"): "专业人士现有 0 人，利益相关方代表要占到 50%。",
    share("max = 0.5", "expert"): "利益相关方代表现有 2 人，占专业人士 0 人的 0%，不能高于 50%，多出 2 人。",
}


@pytest.mark.parametrize("checkpoint", SHARES)
def test_a_share_is_of_the_whole_that_the_pack_names(listed, checkpoint):
    assert said(listed, checkpoint) == SHARES[checkpoint]


def test_the_number_that_is_said_to_be_missing_is_enough(listed, house):
    """Two of five, 75 %: seven more, and the sentence is gone; six are not enough."""
    case = under(listed, f'kind = "count"\n{share("min = 0.75")}')
    found = []
    for number in range(8):
        [gate] = asked(case)
        found.append(gate.met)
        participants.add(case, by=house.clerk, category="stakeholder", name=f"彭玉珍{number}", came_unlisted=True)
    assert found == [False] * 7 + [True]


def test_a_share_is_reckoned_without_the_errors_of_floats(house):
    people = [("stakeholder", f"吴{n}", "住户代表") for n in range(55)] + [("member", f"沈{n}", "") for n in range(45)]
    roles = {"clerk": house.clerk, "convener": house.convener, "township": house.township}
    case = make.at_research(house.room, **roles, people=people)
    assert said(case, share("min = 0.55")) == ""


MATTERS = {
    'measure = "matters"\nwhere = { level = "city" }\nmin = 1': "",
    'measure = "matters"\nwhere = { level = "city" }\nmin = 2': (
        "达成一致的市级事项现有 1 件，至少要 2 件，还差 1 件。"
    ),
    'measure = "matters"\nmin = 3': "达成一致的事项现有 2 件，至少要 3 件，还差 1 件。",
    'measure = "matters_without_unit"\nmax = 0': "有 1 件事项没有写建议责任单位。",
    'measure = "matters_without_unit"\nwhere = { level = "city" }\nmax = 0': "还有 1 件没有写建议责任单位的市级事项。",
    'measure = "matters_without_unit"\nwhere = { level = "township" }\nmax = 0': "",
    'measure = "open_matters"\nwhere = { level = "township" }\nmax = 0': "还有 1 件没有办结的乡镇（街道）层级事项。",
    'measure = "open_matters"\nmax = 0': "还有 2 件事项没有办结。",
    'measure = "open_matters"\nratio_of = "matters"\nmax = 0.5': (
        "没有办结的事项现有 2 件，占达成一致的事项 2 件的 100%，不能高于 50%，多出 1 件。"
    ),
    'measure = "unsent_city_matters"\nmax = 0': "有 1 件市级事项没有报送。",
    'measure = "meetings"\nwhere = { form = "bench" }\nmin = 1': "",
    'measure = "meetings"\nwhere = { form = "online" }\nmin = 1': "线上协商已开 0 次，至少要 1 次，还差 1 次。",
    'measure = "meetings"\nmin = 2': "协商会已开 1 次，至少要 2 次，还差 1 次。",
    'measure = "research_records"\nmin = 2': "调查研究已登记 1 次，至少要 2 次，还差 1 次。",
    'measure = "unexplained_dissents"\nwhere = { category = "stakeholder" }\nmax = 0': (
        "还有 1 条利益相关方代表的没有写解释情况的不同意见。"
    ),
    'measure = "unexplained_dissents"\nwhere = { category = "member" }\nmax = 0': "",
    'measure = "unmet_categories"\nwhere = { category = "mass_representative" }\nmax = 0': "",
}


@pytest.mark.parametrize("checkpoint", MATTERS)
def test_other_measures_are_narrowed_by_what_they_know(met, checkpoint):
    Matter.objects.get(consultation=met, level="city").suggested_units.clear()
    assert said(met, checkpoint) == MATTERS[checkpoint]


def test_what_blocks_does_not_promise_to_be_sent_as_it_is(met):
    dissent = 'measure = "unexplained_dissents"\nmax = 0'
    assert said(met, dissent) == "有 1 条不同意见没有写解释情况。"


def test_what_warns_says_that_it_is_sent_as_it_is(met):
    dissent = 'measure = "unexplained_dissents"\nmax = 0'
    assert said(met, dissent, mode="warn") == "有 1 条不同意见没有写解释情况，将随纪要如实报送。"


def test_an_unmet_category_is_told_alone(listed):
    checkpoint = 'measure = "unmet_categories"\nwhere = { category = "mass_representative" }\nmax = 0'
    assert said(listed, checkpoint) == "群众代表一般不少于 1 人，现有 0 人。"


NONE_YET = {
    "research_records": "还没有调查研究记录，至少要登记 1 次。",
    "meetings": "还没有开过协商会，或者会议记录没有结束。",
    "matters": "还没有登记达成一致的事项。",
}


@pytest.mark.parametrize("measure", NONE_YET)
def test_where_one_is_wanted_and_none_is_there_it_is_said_plainly(listed, measure):
    assert said(listed, f'measure = "{measure}"\nmin = 1') == NONE_YET[measure]


def test_a_checkpoint_of_a_later_step_of_the_stage_is_not_asked_yet(listed):
    case = under(listed, 'kind = "count"\nmeasure = "meetings"\nmin = 1')
    case.step = "research"
    assert asked(case) == []
    case.step = "discussion"
    [gate] = asked(case)
    assert gate.sentence == "还没有开过协商会，或者会议记录没有结束。"


def test_a_stage_is_left_only_within_the_bounds(listed, house):
    waived = {"waived_by": house.leading_office, "waived_at": timezone.now()}
    CheckpointRecord.objects.create(consultation=listed, stage="all", code="signed", **waived)
    two = '[[stage]]\ncode = "next"\nname = "下一步"\nsteps = ["evaluation"]\nwho = ["clerk"]\n'
    text = with_checkpoints('kind = "count"\n' + share("min = 0.5")) + two
    version = load_practice(text, by=None)
    Consultation.objects.filter(pk=listed.pk).update(practice=version, stage="all", step="action")
    case = Consultation.objects.for_page().get(pk=listed.pk)
    with pytest.raises(Refused, match="不能低于 50%，还差 1 人"):
        move_to(case, "next", by=house.clerk)
    participants.add(case, by=house.clerk, category="stakeholder", name="彭玉珍", came_unlisted=True)
    move_to(case, "next", by=house.clerk)
    assert case.stage == "next"


def test_a_list_that_the_pack_insists_on_is_fixed_only_when_it_is_met(house, client):
    category = 'code = "stakeholder"\nname = "利益相关方"\nsource = "typed"\nratio = 0.5\nmode = "block"\n'
    members = 'code = "member"\nname = "委员"\nsource = "member"\nmode = "off"\n'
    tables = f"[participants]\n[[participants.category]]\n{category}[[participants.category]]\n{members}"
    version = load_practice(LIGHT + tables, by=None)
    case = make.at_participants(house.room, clerk=house.clerk, convener=house.convener, township=house.township)
    Consultation.objects.filter(pk=case.pk).update(practice=version)
    case.refresh_from_db()
    for name, code in (("沈雅琴", "member"), ("邓国梁", "member"), ("吴德胜", "stakeholder")):
        participants.add(case, by=house.clerk, category=code, name=name)
    sentence = "利益相关方不少于总人数的 50%，现有 1/3 人。"
    with pytest.raises(Refused, match=sentence):
        participants.fix(case, by=house.convener)
    client.force_login(house.convener)
    page = client.get(f"/consultations/{case.pk}/participants/").content.decode()
    assert (sentence in page, "这是提醒" in page) == (True, False)
    participants.add(case, by=house.clerk, category="stakeholder", name="彭玉珍")
    participants.fix(case, by=house.convener)
    case.refresh_from_db()
    assert case.participants_fixed_at is not None
