"""答复函: to whom it is addressed, in whose words, and what each class adds."""

from datetime import date

import pytest
from django.urls import reverse

from members.enums import RoleCode
from proposals.models import Handling, JointSigner, Proposal, Reply
from reports import operations
from reports.documents import content
from reports.operations.reply_paper import addressed_to, paper_of
from tests import factories as make

pytestmark = pytest.mark.django_db


def proposed(house, **fields) -> Proposal:
    member = make.posted_member(house.room, name="沈雅琴")
    told = {"kind": "proposal", "title": "关于增设公交站点的提案", "room": house.room, "member": member}
    numbered = {"office": make.office(), "year": 2026, "number": 12, "state": "running"}
    sent = {"submitted_by": house.clerk, "submitted_at": "2026-03-01T09:00+08:00"}
    return Proposal.objects.create(written_by=house.clerk, **told, **numbered, **sent, **fields)


def replied(house, proposal, **fields) -> Reply:
    by = make.person(RoleCode.DEPARTMENT, unit=house.department_unit)
    given = {"unit": house.department_unit, "issued_by_unit": proposal.office, "issued_by": by}
    handling = Handling.objects.create(proposal=proposal, task="研究办理", **given)
    told = {"number": "冶建函〔2026〕12号", "result_class": "A", "body": "已增设站点 2 处。", "signer": "魏波"}
    person = {"signed_on": date(2026, 9, 22), "contact": "周敏", "phone": "8765432", "written_by": by}
    made = Reply.objects.create(proposal=proposal, handling=handling, **{**told, **person, **fields})
    return Reply.objects.for_page().get(pk=made.pk)


def signed_by(proposal, name, state="signed") -> None:
    member = make.MemberFactory(name=name)
    answered = {"signed_version": 1, "answered_at": "2026-03-01T09:00+08:00"} if state == "signed" else {}
    JointSigner.objects.create(
        proposal=proposal, member=member, state=state, invited_by=proposal.written_by, **answered
    )


def test_the_letter_goes_to_the_first_proposer_and_to_each_who_signed(house):
    proposal = proposed(house, mode="joint")
    signed_by(proposal, "邓国梁")
    signed_by(proposal, "胡长庚", state="declined")
    assert addressed_to(proposal) == "沈雅琴委员、邓国梁委员"


@pytest.mark.parametrize("mode", ["sector", "collective"])
def test_what_a_sector_or_a_committee_put_forward_is_answered_to_it(house, mode):
    assert addressed_to(proposed(house, mode=mode, proposed_for="经济界")) == "经济界"


def test_the_letter_stands_between_the_words_of_the_unit(house):
    paper = paper_of(replied(house, proposed(house)))
    assert paper["title"] == "对政协提案2026年第12号的答复"
    assert paper["class"] == "A类"
    assert paper["body"].splitlines() == [
        "您提出的《关于增设公交站点的提案》（第12号）收悉。现答复如下：",
        "已增设站点 2 处。",
        "感谢您对我们工作的关心和支持，请继续提出意见建议。",
    ]
    assert paper["contact"] == "周敏　8765432"


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"result_class": "B", "planned_until": date(2027, 6, 30)}, "计划于2027年6月30日前解决。"),
        ({"result_class": "C", "why_not": "道路宽度不够。"}, "道路宽度不够。"),
    ],
)
def test_a_letter_says_until_when_or_why_not(house, fields, line):
    assert line in paper_of(replied(house, proposed(house), **fields))["body"].splitlines()


def test_what_was_sent_is_printed_with_a_code_and_stays_as_it_was(house):
    reply = replied(house, proposed(house), sent_by=house.clerk, sent_at="2026-09-23T09:00+08:00", state="sent")
    document = operations.of_issued("reply", reply)
    Reply.objects.filter(pk=reply.pk).update(body="改了")
    paper = content.paper_from(operations.of_issued("reply", Reply.objects.for_page().get(pk=reply.pk)))
    assert document.is_official
    assert paper.opening[1].text == "已增设站点 2 处。"
    assert (paper.marking, paper.recipients) == ("A类", "沈雅琴委员")
    assert paper.note == "（联系人：周敏　8765432）"


def test_a_letter_that_was_taken_back_is_genuine_and_holds_no_longer(house, client):
    reply = replied(house, proposed(house), sent_by=house.clerk, sent_at="2026-09-23T09:00+08:00", state="sent")
    address = reverse("reports:verify_document", args=[operations.of_issued("reply", reply).verify_code])
    assert "撤回" not in client.get(address).content.decode()
    back = {"state": "withdrawn", "withdrawn_by": house.clerk, "withdrawn_at": "2026-09-25T09:00+08:00"}
    Reply.objects.filter(pk=reply.pk).update(**back, withdrawn_reason="数字有误")
    page = client.get(address).content.decode()
    first = page.index(f"这份答复函已于2026年9月25日由{reply.handling.unit.name}撤回，不再有效")
    assert first < page.index(paper_of(reply)["title"], first)
    # The mark says it too; why it was taken back is nobody's business here.
    assert [word in page for word in ("已撤回", "系统出具</", "数字有误")] == [True, False, False]
