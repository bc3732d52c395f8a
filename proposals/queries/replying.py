"""What still holds a reply: talks, lists, the parts of others, their signatures. In words, with the way out."""

from django.urls import reverse

from proposals.enums import HandlingRole, HandlingState
from proposals.models import Handling, HandlingPledge, Reply
from proposals.queries.pledges import pledge_wanted
from proposals.queries.reviewing import rule_of

OWES = (HandlingState.PROPOSED, HandlingState.AGREED, HandlingState.ISSUED, HandlingState.ACCEPTED)


def holds_of_reply(reply: Reply) -> list[dict]:
    """What is missing before the letter can go out."""
    return holds_of_handling(reply.handling) + _unsigned(reply)


def holds_of_handling(handling: Handling) -> list[dict]:
    row, rule, url = handling.proposal, rule_of(handling.proposal), handling.get_absolute_url()
    holds = []
    if rule.contact == "block" and not spoken_with(handling):
        contact = reverse("proposals:log_contact", args=[handling.pk])
        said = "还没有与提出人沟通的记录，不协商不答复。"
        holds.append({"sentence": said, "url": contact, "link": "登记沟通"})
    if lists_wanted(row, rule):
        holds += _lists(handling, url)
    if pledge_wanted(row) and not HandlingPledge.objects.filter(handling=handling).exists():
        pledge = reverse("proposals:pledge", args=[handling.pk])
        holds.append({"sentence": "还没有填写五定三包。", "url": pledge, "link": "去填写"})
    if handling.role == HandlingRole.LEAD:
        holds += _parts(handling)
    return holds


def spoken_with(handling: Handling) -> bool:
    """The unit has talked with the proposer, in this round."""
    return handling.contacts.filter(with_proposer=True, round=handling.round).exists()


def lists_wanted(row, rule) -> bool:
    return rule.lists == "all" or (rule.lists == "key" and row.is_key)


def _lists(handling, url) -> list[dict]:
    advices = handling.proposal.advices.all()
    if not advices:
        return [{"sentence": "还没有列出建议清单。", "url": f"{url}#lists", "link": "去列出"}]
    own = [each for each in advices if each.handling_id in (None, handling.pk)]
    bare = "、".join(str(each.position) for each in own if not each.has_duty)
    silent = "、".join(str(each.position) for each in own if each.has_duty and not each.result)
    holds = [f"第 {bare} 条建议还没有填写责任清单。"] if bare else []
    holds += [f"第 {silent} 条建议还没有在结果清单中逐条答复。"] if silent else []
    return [{"sentence": said, "url": f"{url}#lists", "link": "去填写"} for said in holds]


def _parts(handling) -> list[dict]:
    beside = handling.proposal.handlings.open().filter(role__in=(HandlingRole.CO, HandlingRole.JOINT))
    late = "、".join(each.unit.short_name for each in beside.select_related("unit") if each.state in OWES)
    objected = "、".join(each.unit.short_name for each in beside if each.state == HandlingState.OBJECTED)
    holds = [{"sentence": f"{late}还没有提交办理意见，收齐以后才能答复。"}] if late else []
    return holds + ([{"sentence": f"{objected}申请退办，交办单位调整以后才能答复。"}] if objected else [])


def _unsigned(reply) -> list[dict]:
    """Every unit that handles it together has signed the letter as it is, or had its objection answered."""
    row = reply.proposal
    if not rule_of(row).cosigned or reply.handling.role != HandlingRole.LEAD:
        return []
    joint = row.handlings.open().filter(role=HandlingRole.JOINT).select_related("unit")
    said = {each.handling_id: each for each in reply.cosigns.all()}
    holds = []
    for each in joint:
        cosign, unit = said.get(each.pk), each.unit.short_name
        if cosign is None:
            holds.append({"sentence": f"还没有送{unit}会签。"})
        elif cosign.state == "asked":
            holds.append({"sentence": f"{unit}还没有会签。"})
        elif cosign.state == "objected":
            holds.append({"sentence": f"{unit}会签有不同意见，请修改答复或者作出说明。"})
    return holds
