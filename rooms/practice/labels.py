"""What the keys of a pack are called in Chinese: for the pages of a pack, its comparison and its forms.

A key is looked up by the longest ending of its way that is written down: `route.step.name` before `name`.
"""

import re
from collections.abc import Mapping, Sequence

from rooms.practice import codes
from rooms.practice.proposing_labels import PROPOSING_LABELS
from rooms.practice.rating_labels import RATING_LABELS
from rooms.practice.room_labels import ROOM_LABELS
from rooms.practice.scheme_labels import SCHEME_LABELS

LABELS = ROOM_LABELS | {
    # the pack itself
    "schema": "格式",
    "code": "代码",
    "name": "名称",
    "place": "地方",
    "version": "版本",
    "source": "依据",
    "extends": "继承自",
    "default": "暂定的项",
    "room_may": "联络室可以自己定的",
    # tables
    "two_conveners": "设两名召集人",
    "words": "用语",
    "words.step": "六步的叫法",
    "words.role": "角色的叫法",
    "stage": "环节",
    "checkpoint": "关口",
    "body": "机关",
    "route": "审定路线",
    "route.step": "审定环节",
    "topic_source": "议题来源",
    "topic_class": "议题类别",
    "topic_class.words": "题目中的词",
    "participants": "参加协商的人",
    "category": "类别",
    "meeting": "协商会",
    "meeting.mode": "会议形式",
    "agenda": "会议程序",
    "floor": "会上分工",
    "opinions": "意见统计",
    "opinions.label": "意见",
    "disposition": "事项去向",
    "disposition.outcome": "结果",
    "outcome": "办理结果",
    "deadline": "期限",
    "document": "文书",
    "view": "常用列表",
    "quota": "次数要求",
    "roster": "值班日程",
    "triage": "分类办理",
    "scheme": "考核办法",
    "activity_day": "活动日",
    "supervision": "督办",
    # keys of rows
    "steps": "对应六步",
    "who": "由谁办理",
    "help": "说明",
    "kind": "种类",
    "mode": "要求",
    "waivable": "可以豁免",
    "when": "适用",
    "step": "对应步骤",
    "checkpoint.step": "对应步骤",
    "importance": "重要程度",
    "room_kind": "联络室类型",
    "member_kind": "委员类别",
    "when.source": "议题来源",
    "consensus": "达成一致",
    "bodies": "机关",
    "by_route": "走审定路线",
    "together": "共同会签",
    "filing": "备案",
    "may": "可以作出的意见",
    "days": "自然日",
    "workdays": "工作日",
    "months": "月",
    "where": "范围",
    "publicity.where": "公示地点",
    "objections": "异议要答复",
    "voters": "表决人",
    "quorum": "到会比例不低于",
    "threshold": "赞成比例不低于",
    "secret": "无记名",
    "measure": "指标",
    "min": "不少于",
    "max": "不多于",
    "participants.min": "总人数不少于",
    "participants.max": "总人数不多于",
    "category.min": "人数不少于",
    "category.max": "人数不多于",
    "category.ratio": "占总人数不低于",
    "participants.mode": "人数要求",
    "category.mode": "人数要求",
    "ratio_of": "占比基数",
    "fields": "栏目",
    "print": "可以打印",
    "by": "签批人",
    "what": "对象",
    "may_return": "可以退回",
    "to": "对象",
    "each": "逐项",
    "after": "间隔",
    "repeat": "次数",
    "within": "期限",
    "product": "成果",
    "where.category": "类别",
    "where.kind": "人员来源",
    "where.form": "形式",
    "where.role": "角色",
    "where.context": "场合",
    "where.activity": "活动类别",
    "where.response": "答复方式",
    "where.mode": "提出方式",
    "where.class": "类别",
    "where.adopted": "采用层级",
    "out_of_where.context": "场合",
    "out_of_where.activity": "活动类别",
    "out_of_where.response": "答复方式",
    "out_of_where.adopted": "采用层级",
    "level": "层级",
    "roles": "办理角色",
    "enters": "可以代录的角色",
    "unit_of": "对应单位",
    "committee": "党（工）委",
    "raised_by": "可以提升的机关",
    "step.body": "机关",
    "origin": "统计为",
    "join": "参加方式",
    "fixed": "固定成员",
    "category.source": "人员来源",
    "representatives": "代表类型",
    "ratio": "比例不低于",
    "named": "写明姓名",
    "voice": "不具名时的称呼",
    "key_points_min": "要点不少于（条）",
    "key_points_max": "要点不多于（条）",
    "observers": "可以旁听",
    "online": "线上",
    "note": "注明",
    "label": "名称",
    "disposition.route": "途径",
    "next": "转入环节",
    "needs": "须有",
    "also": "同时形成",
    "state": "状态",
    "of": "对象",
    "extension": "可以延长",
    "reminders": "提前几个工作日提醒",
    "reminders_after": "逾期后第几个工作日提醒",
    "escalate_to": "逾期告知",
    "mark": "标志文字",
    "document.head": "版头",
    "issuer": "印发单位",
    "number": "编号样式",
    "series": "编号方式",
    "recipients": "报送",
    "signatures": "签字人",
    "filter": "筛选",
    "waiting_for_me": "待我办",
    "overdue": "逾期",
    "stages": "环节",
    "columns": "显示的栏",
    "order": "排列",
    "title": "打印标题",
    "key": "代码",
    "type": "类型",
    "required": "必填",
    "unit": "单位",
    "options": "可选内容",
    "subject": "适用对象",
    "period": "周期",
    "severity": "要求",
    "rule": "日期",
    "nth": "第几个",
    "weekday": "星期",
    "day": "日",
    "half": "时段",
    "shift": "遇节假日",
    "term_starts_on": "本届开始日期",
    "called": "称呼",
    "rated": "已评价的",
    "dispositions": "去向",
    "when.triage": "问题分类",
    "filter.triage": "问题分类",
    "filter.source": "来源",
    "filter.kind": "类别",
    "filter.role": "承办方式",
    "filter.supervised": "有没有督办",
    "filter.key": "是不是重点提案",
    "when.level": "委员级别",
    "counted_in": "计数单位",
    "class": "答复类别",
    "verdict": "评议结论",
    "outlet": "媒体级别",
    "in_time": "是否按期",
    "satisfaction": "群众满意度",
    "entry": "登记内容",
    "consequence": "结果运用",
    "triggers": "怎样处理",
    "evidence": "佐证",
    "role": "角色",
    "reminder": "提示",
    "inspection": "督办检查",
    "circular": "通报",
    "summary": "总结",
    "assessment": "考核",
    "cycle": "周期",
    "supervision.reminder.by": "由谁办理",
    "supervision.inspection.by": "由谁办理",
    "supervision.circular.by": "由谁办理",
    "supervision.summary.by": "由谁办理",
    "supervision.assessment.by": "由谁办理",
    "approved_by": "审定机关",
    "report_day": "次月几日起草报告",
    "remind": "期末前几个工作日提醒",
    "quota.days": "天数",
    "quota.ratio_of": "比例基数",
}
LABELS |= PROPOSING_LABELS | RATING_LABELS | SCHEME_LABELS
# Which rows a key names by their codes; the table is written from the top.
REFERENCES = {
    "bodies": "body",
    "raised_by": "body",
    "step.body": "body",
    "checkpoint.form": "form",
    "where.category": "participants.category",
    "where.form": "meeting.mode",
    "where.class": "topic_class",
    "ratio_of": "participants.category",
    "when.source": "topic_source",
    "disposition.next": "stage",
    "disposition.outcome": "outcome",
    "filter.stages": "stage",
    "filter.triage": "triage",
    "filter.source": "topic_source",
    "filter.dispositions": "disposition",
    "when.triage": "triage",
    "step.bodies": "body",
    "approved_by": "body",
}
WORD_LABELS = {"words": codes.WORDS, "words.step": codes.STEPS, "words.role": codes.ROLES}
# The parts of a pack's page and of its forms: code, title, the tables in it.
PARTS = (
    ("stages", "环节和关口", ("stage", "form")),
    ("topics", "议题和审定", ("topic_source", "topic_class", "triage", "body", "route")),
    ("people", "参加的人", ("two_conveners", "term_starts_on", "participants")),
    ("meeting", "会议", ("meeting",)),
    ("matters", "事项", ("disposition", "outcome")),
    ("proposals", "提案", ("proposal_kind", "proposal_year")),
    ("limits", "期限", ("deadline",)),
    ("papers", "文书和列表", ("document", "view", "plate")),
    ("figures", "要求和考核", ("evaluation", "quota", "checklist", "scheme", "supervision")),
    ("days", "日程", ("activity_day", "roster")),
    ("words", "用语和授权", ("words", "room_may")),
)
# A citation as the files write it: the number of a paper, and lines of it.
CITED = re.compile(r"(\d+): (L\d+(?:–\d+)?(?:, L\d+(?:–\d+)?)*)")
HEAD_KEYS = ("name", "place", "source")  # What pages show as the first part.


def most_exact(found: Mapping, keys: Sequence[str]):
    """The entry of the longest ending of these keys; None where none is written down."""
    return next((found[end] for at in range(len(keys)) if (end := ".".join(keys[at:])) in found), None)


def label_of(keys: Sequence[str]) -> str:
    """What a key is called; a word of the place is called by what it names."""
    named = WORD_LABELS.get(".".join(keys[:-1]))
    return (named or {}).get(keys[-1]) or most_exact(LABELS, keys) or keys[-1]


def citation_words(text: str) -> str:
    """003: L6–7, L20 → 材料 003 第 6—7、20 行; other words stay."""
    if not (found := CITED.fullmatch(text)):
        return text
    paper, lines = found.groups()
    return f"材料 {paper} 第 {lines.replace('L', '').replace('–', '—').replace(', ', '、')} 行"


def named_source(text: str) -> str:
    """What people read as the ground of a rule: a document by its name. Lines of the papers that a pack was made from
    are told where the pack itself is read."""
    return "" if CITED.fullmatch(text) else text


def part_of(table: str) -> str:
    """The code of the part in which a table stands; the last one for a table that no part names."""
    return next((code for code, _, tables in PARTS if table in tables), "stages")
