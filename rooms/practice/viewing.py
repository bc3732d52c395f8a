"""Saved list views: over what, narrowed by what, with which columns and in which order."""

from rooms.practice.codes import IMPORTANCE, STEPS
from rooms.practice.counting import LEVELS
from rooms.practice.fields import Code, Flag, OneOf, Several, Text
from rooms.practice.proposing import KINDS
from rooms.practice.tables import Kinded, Table, cited, narrowing

SUBJECTS = {"consultation": "协商", "topic": "议题", "matter": "事项", "assignment": "任务", "proposal": "提案"}
CASE_STATES = {"running": "进行中", "closed": "已办结", "stopped": "已终止"}
MATTER_STATES = {
    "noted": "会上记下",
    "pending": "待确定",
    "running": "实施中",
    "done": "已落实",
    "partly": "部分落实",
    "declined": "未采纳",
    "city": "转市级",
}
ASSIGNMENT_STATES = {
    "issued": "待签收",
    "accepted": "办理中",
    "reported": "申请办结",
    "closed": "已办结",
    "refused": "已退回",
    "canceled": "已撤销",
}
PROPOSAL_STATES = {
    "draft": "起草中",
    "submitted": "已提交",
    "returned": "退回补充",
    "received": "已收件",
    "dropped": "不再提交",
    "filed": "已立案",
    "not_filed": "不予立案",
    "converted": "转社情民意",
    "merged": "已并案",
    "preassigned": "预交办",
    "running": "办理中",
    "replied": "已答复",
    "rework": "二次办理",
    "closed": "已办结",
}
REPLY_CLASSES = {"A": "A 类", "B": "B 类", "C": "C 类"}
HANDLING_ROLES = {"lead": "主办", "co": "协办", "divided": "分办", "joint": "会办"}
ORDERS = {"updated": "最近更新在前", "due": "期限近的在前", "number": "按编号", "waiting_since": "等得久的在前"}

CASE_COLUMNS = {
    "title": "议题",
    "room": "联络室",
    "stage": "当前步骤",
    "waiting": "待办",
    "due": "期限",
    "updated": "更新",
    "number": "编号",
    "state": "状态",
    "importance": "重要程度",
    "source": "来源",
    "triage": "问题分类",
    "outcome": "结果",
}
WORK_COLUMNS = {
    "number": "编号",
    "text": "内容",
    "title": "议题",
    "room": "联络室",
    "unit": "责任单位",
    "state": "状态",
    "due": "期限",
    "progress": "进展",
    "updated": "更新",
}
PROPOSAL_COLUMNS = WORK_COLUMNS | {
    "number": "案号",
    "title": "标题",
    "unit": "承办单位",
    "state": "情况",
    "kind": "类别",
    "by": "提出",
    "submitted": "提交",
    "class": "答复类别",
    "supervision": "督办",
}
COLUMNS = {
    "consultation": CASE_COLUMNS,
    "topic": CASE_COLUMNS,
    "matter": WORK_COLUMNS | {"level": "层级", "outcome": "办理结果", "satisfaction": "群众满意度"},
    "assignment": WORK_COLUMNS,
    "proposal": PROPOSAL_COLUMNS,
}
CASE_FILTERS = {
    "waiting_for_me": Flag(),
    "overdue": Flag(),
    "state": Several(OneOf(CASE_STATES), single=True),
    "steps": Several(OneOf(STEPS)),
    "stages": Several(Code()),
    "importance": OneOf(IMPORTANCE),
    "triage": Several(Code(), single=True),
    "source": Several(Code(), single=True),
}
FILTERS = {
    "consultation": CASE_FILTERS,
    "topic": CASE_FILTERS,
    "matter": {
        "state": Several(OneOf(MATTER_STATES), single=True),
        "overdue": Flag(),
        "rated": Flag(),
        "level": OneOf(LEVELS),
        "dispositions": Several(Code()),
        "triage": Several(Code(), single=True),
    },
    "assignment": {"state": Several(OneOf(ASSIGNMENT_STATES), single=True), "overdue": Flag()},
    "proposal": {
        "kind": Several(OneOf(KINDS), single=True),
        "state": Several(OneOf(PROPOSAL_STATES), single=True),
        "class": Several(OneOf(REPLY_CLASSES), single=True),
        "role": Several(OneOf(HANDLING_ROLES), single=True),
        "supervised": Flag(),
        "key": Flag(),
        "overdue": Flag(),
    },
}


def _view(of: str) -> Table:
    return cited(
        {
            "code": Code(required=True),
            "name": Text(20, required=True),
            "of": OneOf(SUBJECTS, required=True),
            "filter": narrowing(FILTERS[of]),
            "columns": Several(OneOf(COLUMNS[of]), required=True),
            "order": OneOf(ORDERS, required=True),
            "title": Text(60),
        }
    )


# What a view over this subject can show and be narrowed by.
VIEW = Kinded("of", {of: _view(of) for of in SUBJECTS}, SUBJECTS)
