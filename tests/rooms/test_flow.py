"""The flow picture of a pack: boxes in order, gates as marks, branches as arrows."""

import re

import pytest

from rooms import practice
from rooms.practice.flow import flow_of
from rooms.templatetags.flow import draw_across, draw_down, flow, wrapped


@pytest.mark.parametrize("code", practice.shipped())
def test_every_shipped_pack_is_drawn_within_its_frame(code):
    pack = practice.load(code)
    picture = flow_of(practice.to_resolved(pack), pack)
    for drawing in (draw_across(picture), draw_down(picture)):
        drawn = drawing.svg("across", "")
        boxes = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', drawn)
        assert len(boxes) == len(pack.stages)
        assert all(float(x) + float(width) <= drawing.width for x, _, width, _ in boxes)
        assert all(float(y) + float(height) <= drawing.height for _, y, _, height in boxes)
        gates = [gate for stage in pack.stages for gate in stage.checkpoints if gate.is_on]
        assert drawn.count("<circle") == len(gates)


def test_a_branch_is_an_arrow_with_its_name():
    pack = practice.load("bozhou")
    [branch] = flow_of(practice.to_resolved(pack), pack).branches
    assert (branch.name, pack.stages[branch.start].name, pack.stages[branch.end].name) == (
        "未达成共识",
        "民主恳谈",
        "结果报送",
    )
    assert flow(flow_of(practice.to_resolved(pack), pack)).count('class="branch"') == 2


def test_what_stands_in_a_draft_is_drawn_as_text():
    data = practice.to_resolved(practice.load("daye"))
    data["stage"][0] |= {"name": "<script>alert(1)</script>", "steps": "topic", "who": [1], "checkpoint": [7, {}]}
    data["disposition"] = "nothing"
    drawn = flow(flow_of(data))
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn
    assert flow(flow_of({})) == ""


def test_no_line_of_a_box_has_one_character_alone():
    assert wrapped("由召集人、联络室工作人员办理", 13) == ["由召集人、联络室工作人员", "办理"]
    assert wrapped("", 5) == []
