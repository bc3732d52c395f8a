"""What can be counted: the measures with their units, what narrows each, and over whom and when quotas count them."""

from rooms.enums import CASE_MEASURES, Measure

MEASURES = dict(Measure.choices)
COUNTED_BY_CASE = {code: name for code, name in MEASURES.items() if code in CASE_MEASURES}
MEASURE_UNITS = {
    "consultations": "场次",
    "participants": "人",
    "unmet_categories": "类",
    "research_records": "次",
    "meetings": "次",
    "statements": "条",
    "dissents": "条",
    "unexplained_dissents": "条",
    "minutes": "份",
    "matters": "件",
    "matters_without_unit": "件",
    "open_matters": "件",
    "done_matters": "件",
    "unsent_city_matters": "件",
    "study_sessions": "场次",
    "receptions": "人次",
    "mediations": "件次",
    "visits": "人次",
    "activities": "次",
    "deeds": "件",
    "information": "条",
    "suggestions": "条",
    "proposals": "件",
}
# What it means that none is counted, for the measures of which there should be none.
NONE_LEFT = {
    "unmet_categories": "各类别的人数都符合要求",
    "unexplained_dissents": "不同意见都写明解释情况",
    "matters_without_unit": "每件事项都写明建议责任单位",
    "open_matters": "每件事项都已办结并写明结果",
    "unsent_city_matters": "市级事项都已报送",
}
# The levels of a matter, and what a checkpoint may narrow each measure of a case by.
LEVELS = {"township": "乡镇（街道）层级", "city": "市级"}
COUNT_FILTERS = {
    "participants": ("category", "kind"),
    "unmet_categories": ("category",),
    "meetings": ("form",),
    "unexplained_dissents": ("category",),
    "matters": ("level",),
    "matters_without_unit": ("level",),
    "open_matters": ("level",),
}


SUBJECTS = {"room": "联络室", "member": "委员", "township": "乡镇（街道）", "department": "承办单位", "city": "全市"}
PERIODS = {"month": "每月", "two_months": "每两个月", "quarter": "每季度", "half_year": "每半年", "year": "每年"}
