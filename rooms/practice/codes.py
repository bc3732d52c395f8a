"""The closed lists of the pack schema: each code with the Chinese word by which errors and explanations name it."""

from members.enums import RoleCode
from rooms.enums import RepresentativeKind, RoomKind

# The code of the root pack: what a pack leaves out it inherits from here at the end.
ROOT = "daye"

STEPS = {
    "topic": "确定议题",
    "participants": "确定协商主体",
    "research": "调查研究",
    "discussion": "协商讨论",
    "submission": "报送结果",
    "action": "成果转化",
    "evaluation": "评议",
}

KINDS = {
    "approval": "审定",
    "publicity": "公示",
    "vote": "表决",
    "count": "数量与比例",
    "form": "表单",
    "sign": "签批",
    "respond": "回应",
    "evaluate": "评议",
    "wait": "回头看",
    "notify": "反馈通报",
    "produce": "成果",
}

# What each kind of checkpoint asks, for who chooses one.
KIND_HELP = {
    "approval": "有关机关同意、备案、会签以后才能往下走",
    "publicity": "公示满规定的天数，异议都已答复",
    "vote": "规定的人表决，达到比例",
    "count": "这件协商的一个数，不少于或不多于多少",
    "form": "自己定栏目的表，填好才算",
    "sign": "负责人签字、签批",
    "respond": "有关方面已经答复，可以要求逐项答复",
    "evaluate": "规定的人用评议表打分，达到人数",
    "wait": "过一段时间回头看，记下情况",
    "notify": "把结果告诉有关的人或者向社会公开",
    "produce": "纪要、名单、报告等已经形成",
}

MODES = {"off": "不启用", "warn": "只提醒", "block": "必须满足"}

# What no pack may declare waivable, with the reason: the word of a body or of a person who answers for it, and what
# later acts and figures stand on. (key of the checkpoint, its value) → why.
NEVER_WAIVED = {
    ("kind", "approval"): "审定由有权的机关作出，别人不能代替",
    ("kind", "sign"): "审签、签批由本人负责，别人不能代替",
    ("kind", "vote"): "表决由参加的人作出，别人不能代替",
    ("product", "participant_list"): "到会、发言、签字都以确定的名单为准",
    ("product", "minutes"): "报送和确定都以纪要为准",
    ("product", "receipt"): "接收由收文机关作出，别人不能代替",
    ("measure", "meetings"): "没有开过会，就没有纪要可以审签",
    ("measure", "matters"): "没有达成一致的，按没有达成一致如实报送",
    ("measure", "open_matters"): "办结情况要如实统计",
    ("measure", "unsent_city_matters"): "市级事项要由市政协办公室处理",
}

IMPORTANCE = {"ordinary": "普通议题", "important": "重要议题"}

VERDICTS = {
    "approve": "同意",
    "return": "退回补充",
    "reject": "不同意",
    "merge": "并入其他议题",
    "divert": "转为其他方式办理",
    "raise": "提升为重要议题",
    "lower": "转为普通议题",
}
# What is filed is noted, whatever a pack lets other bodies say.
NOTED = "note"

ROLES = dict(RoleCode.choices)
ROOM_KINDS = dict(RoomKind.choices)
REPRESENTATIVES = dict(RepresentativeKind.choices)

# Whom a body is in a given case.
UNITS_OF = {
    "room_approver": "联络室的审定机关",
    "township": "所在乡镇（街道）党（工）委",
    "leading_office": "领导小组办公室",
    "office": "市政协办公室",
    "city_committee": "市委",
    "dispatch_office": "市委办公室、市政府办公室",
    "guidance": "联系联络室的工作指导组",
}

PERSON_SOURCES = {
    "convener": "由本室召集人参加",
    "member": "从驻室委员中确定",
    "representative": "从本室代表中确定",
    "unit": "由单位派出",
    "typed": "由联络室登记",
}

# Where a participant comes from, as a noun.
PERSON_KINDS = {"convener": "召集人", "member": "委员", "representative": "代表", "unit": "单位", "typed": "登记人员"}

JOINING = {"appointed": "由召集人确定", "claimed": "委员认领", "registered": "群众报名"}

# How a topic came to be; statistics know only these, a pack names its own sources over them.
ORIGINS = {"member": "委员提出", "public": "群众提出", "activity": "履职活动中收集", "plan": "计划安排"}

# People whom a checkpoint may name beside the roles.
PEOPLE = ROLES | {
    "first_convener": "第一召集人",
    "second_convener": "第二召集人",
    "chair": "主持人",
    "recorder": "记录人",
    "participants": "协商主体",
    "stakeholders": "利益相关方代表",
    "dissenters": "持不同意见的人",
    "proposer": "提出议题的人",
    "party_representative": "党员代表",
    "mass_representative": "群众代表",
    "approver": "审定机关",
    "responsible_unit": "责任单位",
    "room": "联络室",
    "public": "社会公众",
}

PRODUCTS = {
    "participant_list": "协商主体名单",
    "research_report": "调研报告",
    "minutes": "协商纪要",
    "receipt": "接收回执",
    "opinion": "协商意见",
    "proposal": "提案",
    "special_report": "专报",
    "resolution": "决议",
    "covenant": "公约",
    "case": "案例",
    "plan": "协商方案",
}

PLACES = {"room": "联络室", "board": "公示栏", "online": "网上公开页", "group": "居民群", "site": "议题所在现场"}

MATTER_ROUTES = {
    "room": "联络室自办",
    "township": "由审定机关确定并组织实施",
    "city": "报市政协办公室，走市级途径",
    "third_party": "督促第三方实施",
    "reference": "报党组织决策参考",
}

# The ends that the fixed table of matters knows.
MATTER_ENDS = {"done": "已落实", "partly": "部分落实", "declined": "未采纳"}

TRIGGERS = {
    "consult": "按步骤协商",
    "quick": "马上办理，不开协商会",
    "common": "举一反三，作为共性议题由多个联络室协商",
    "report": "整理上报，由市级研究",
}

NEEDS = {"reason": "理由", "explanation": "对持不同意见的人的解释", "evidence": "佐证材料"}

# What one answers item by item.
ITEMS = {"matter": "逐件事项", "dissent": "逐条不同意见"}

DEADLINES = {
    "revision": "退回议题的修改",
    "minutes": "协商会后形成纪要",
    "sign_off": "纪要审签",
    "submission": "纪要报送",
    "approval": "议题审定",
    "receipt": "纪要接收",
    "decision": "事项确定",
    "acceptance": "任务签收",
    "progress": "进展报告",
    "action": "事项办理",
    "proposal_review": "提案审查",
    "proposal_refusal": "提案承办单位申请退回",
    "proposal_opinion": "提案会办单位提出意见",
    "proposal_reply": "提案答复",
    "proposal_second": "提案二次办理",
    "proposal_evaluation": "提案评议",
    "information_reply": "社情民意信息答复",
    "suggestion_review": "微建议审查",
    "suggestion_refusal": "微建议承办单位申请退回",
    "suggestion_reply": "微建议答复",
    "report_acceptance": "批示交办件签收",
    "report_action": "批示交办件办理",
    "fast_review": "紧急专题提案审查",
    "fast_refusal": "紧急专题提案申请退回",
    "fast_reply": "紧急专题提案答复",
    "inspection_mend": "督办检查问题整改",
}
# Acts of a party committee: a limit toward it may be shown, and never blocks.
COMMITTEE_ACTS = ("approval", "receipt", "decision")

DOCUMENTS = {
    "minutes": "协商纪要",
    "approval_form": "议题审批表",
    "participant_list": "协商主体名单",
    "invitation": "邀请通知",
    "research_record": "调研记录",
    "attendance": "签到表",
    "signature_page": "签字页",
    "assignment": "任务单",
    "request": "商请函",
    "checkpoint": "关口登记表",
    "checkpoint_bodies": "备案、会签登记表",
}
SERIES = {"room": "每个联络室单独编号", "approver": "每个审定机关单独编号"}
HEADS = {"mark": "纪要标志", "plain": "普通标题"}
NUMBER_SLOTS = {"n": "序号", "year": "年份", "unit": "单位简称"}
RECIPIENTS = {"approver": "审定机关", "office": "市政协办公室", "leading_office": "领导小组办公室", "room": "联络室"}

FIELD_TYPES = {
    "text": "一行文字",
    "longtext": "多行文字",
    "number": "数",
    "integer": "整数",
    "date": "日期",
    "choice": "单选",
    "choices": "多选",
    "yesno": "是或否",
    "file": "文件",
}
WORDS = {
    "platform": "平台名称",
    "room": "联络室",
    "room_short": "联络室的简称",
    "hall": "议事场所",
    "topic": "议题",
    "consultation": "协商",
    "participant": "协商主体",
    "research": "调查研究",
    "meeting": "协商会",
    "statement": "发言",
    "dissent": "不同意见",
    "consensus": "达成一致",
    "minutes": "纪要",
    "matter": "事项",
    "suggested_unit": "建议责任单位",
    "helping_unit": "建议配合单位",
    "submission": "报送",
    "copy": "抄告",
    "decision": "确定",
    "assignment": "组织实施",
    "request": "商请",
    "outcome": "办理结果",
    "opinions": "意见统计",
    "approval": "审定",
    "sign_off": "审签",
    "waiver": "豁免",
    "backfill": "补录",
    "convener": "召集人",
    "first_convener": "第一召集人",
    "second_convener": "第二召集人",
    "trio": "一委员两代表",
    "committee": "审定机关",
    "important": "重要议题",
    "ordinary": "普通议题",
}
