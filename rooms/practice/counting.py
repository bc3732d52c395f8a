"""What can be counted: the measures with their units, what narrows each, and over whom and when quotas count them."""

from rooms.enums import CASE_MEASURES, Measure
from rooms.practice.definitions import DEFINITIONS

MEASURES = dict(Measure.choices)
COUNTED_BY_CASE = {code: name for code, name in MEASURES.items() if code in CASE_MEASURES}
MEASURE_UNITS = {measure: definition.unit for measure, definition in DEFINITIONS.items()}
# Measures whose names hold words that a place may have of its own.
MEASURE_PATTERNS = {
    "participants": "{participant}人数",
    "unmet_categories": "人数不符合要求的{participant}类别",
    "meetings": "{meeting}次数",
    "dissents": "{dissent}",
    "unexplained_dissents": "没有解释情况的{dissent}",
    "matters": "{consultation}{matter}",
    "matters_without_unit": "没有写{suggested_unit}的{matter}",
    "open_matters": "没有办结的{matter}",
    "unsent_city_matters": "没有报{office}的{matter}",
}
# What it means that none is counted, for the measures of which there should be none; in a place's own words.
NONE_LEFT = {
    "unmet_categories": "各类别的人数都符合要求",
    "unexplained_dissents": "{dissent}都写明解释情况",
    "matters_without_unit": "每件{matter}都写明{suggested_unit}",
    "open_matters": "每件{matter}都已办结并写明结果",
    "unsent_city_matters": "要报{office}的{matter}都已{submission}",
}
# The levels of a matter, and what a checkpoint may narrow each measure of a case by.
LEVELS = {"township": "乡镇（街道）层级", "city": "市级"}
# What is written down for a checkpoint, by the kind that asks for it.
ENTRIES = {
    "posted": "公示",
    "objection": "异议",
    "ballot": "表决",
    "form": "表单",
    "signature": "签批",
    "answer": "回应",
    "rating": "评议",
    "look_back": "回头看",
    "notice": "告知",
    "product": "成果",
}
# Who puts a proposal forward.
PROPOSED_BY = {
    "personal": "个人",
    "joint": "联名",
    "sector": "界别",
    "collective": "集体",
    "room": "联络室",
}
COUNT_FILTERS = {
    "participants": ("category", "kind"),
    "unmet_categories": ("category",),
    "meetings": ("form",),
    "unexplained_dissents": ("category",),
    "matters": ("level",),
    "matters_without_unit": ("level",),
    "open_matters": ("level",),
}

# Whom a quota is set for, and by whose records each of them is counted.
SUBJECTS = {
    "room": "联络室",
    "convener": "召集人",
    "township": "乡镇（街道）",
    "member": "委员",
    "sector": "界别",
    "committee": "专委会",
    "unit": "承办单位",
    "city": "全市",
}
COUNTED_OVER = {
    "room": "room",
    "convener": "room",
    "township": "room",
    "city": "room",
    "member": "member",
    "sector": "member",
    "committee": "member",
    "unit": "unit",
}
PERIODS = {
    "month": "每月",
    "two_months": "每两个月",
    "quarter": "每季度",
    "half_year": "每半年",
    "year": "每年",
    "term": "每届",
    "days": "最近若干天",
}
# How strict a quota is: a goal is shown, a reminder is listed among what is unmet, an alarm comes first.
SEVERITIES = {"off": "不启用", "note": "目标", "warn": "提醒", "alarm": "告警"}


def counted_for(subject: str) -> dict[str, str]:
    """The measures that can be counted for this kind of subject, with their names."""
    over = COUNTED_OVER[subject]
    return {code: name for code, name in MEASURES.items() if over in DEFINITIONS[code].over}
