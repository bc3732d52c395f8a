"""What the keys of the kinds of proposals are called in Chinese."""

PROPOSING_LABELS = {
    "proposal_kind": "提案的审查和办理",
    "proposal_kind.kind": "类别",
    "proposal_kind.filed": "审查通过叫作",
    "proposal_kind.outcomes": "审查结果可以是",
    "proposal_kind.handled": "交单位办理",
    "preassigned": "先预交办",
    "cosigned": "会办单位会签",
    "proposal_kind.contact": "答复前沟通",
    "proposal_kind.lists": "责任清单和结果清单",
    "handling_form": "评办理的评议表",
    "proposal_form": "评提案的评议表",
    "proposal_kind.review": "审查环节",
    "review.body": "提出审查意见的机关",
    "only_if_disputed": "有分歧才经过",
    "decides": "决定审查结果",
}
