"""The one definition of each measure: its unit, what is counted on which day, over whom, and what narrows it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    unit: str
    # One sentence for docs/figures.md and for the pages: what is counted, and on which day.
    means: str
    # Whose records they are: room (the one that leads), member, unit. Empty: of one consultation only.
    over: tuple[str, ...] = ("room",)
    # What a quota's `where` may narrow it by.
    where: tuple[str, ...] = ()


ROOM, BOTH, ALL = ("room",), ("room", "member"), ("room", "member", "unit")
ROOM_AND_UNIT, UNIT = ("room", "unit"), ("unit",)
PERSON = ("category", "kind")
# Whose figure it is decides the context: ordinary, activity day, six-step.
CONTEXT = ("context",)
# Cases by weight and subject, matters by level and subject.
ABOUT, LEVEL = ("importance", "class"), ("level", "class")

DEFINITIONS = {
    "topics": Definition(
        "件",
        "委员本人登录提出的议题，不论是否列为协商，计入提出的日期；委员荐题从计划立为议题的，计入荐题的日期",
        ("member",),
    ),
    "topics_approved": Definition("件", "审定同意的议题，计入最后一个机关同意的依据所载的日期", where=("importance",)),
    "consultations_begun": Definition("件", "列为议题的协商，计入开始的日期", where=ABOUT),
    "consultations": Definition(
        "场次",
        "开过至少一次协商会的协商，计入第一次协商会召开的日期；一件协商开几次会都计一场，几个联络室联合协商的计给牵头的",
        where=ABOUT,
    ),
    "consultations_joined": Definition(
        "场次",
        "参加、不牵头的联合协商，开过至少一次协商会的，计入第一次协商会召开的日期；每个参加的联络室各计一场，全市合计不用这个数",
        where=ABOUT,
    ),
    "consultations_closed": Definition("件", "办结的协商，计入办结的日期；直接办理的不计", where=ABOUT),
    "handled": Definition("件", "没有开协商会、直接办理的问题，计入办结的日期", where=ABOUT),
    "consultations_stopped": Definition(
        "件", "终止的协商（议题未通过、并入其他协商、转为其他方式、撤回等），计入终止的日期", where=ABOUT
    ),
    "steps_done": Definition(
        "件",
        "走完的步骤，每件协商每步计一件，计入离开这一步的日期；退回后重新走完的再计，补录的和直接办理的不计",
        where=("step",),
    ),
    "step_days": Definition(
        "天",
        "在各步停留的自然日之和，计入离开的日期；除以走完的步骤就是平均用时，补录的不计",
        where=("step",),
    ),
    "without_consensus": Definition("件", "没有达成一致、意见报党组织参考的协商，计入结束的日期", where=ABOUT),
    "participants": Definition("人", "列入已确定名单的协商主体，计入名单确定的日期", ALL, PERSON),
    "unmet_categories": Definition("类", "一件协商中人数不符合要求的协商主体类别，只按协商统计", (), ("category",)),
    "research_records": Definition("次", "登记的调研，计入调研开始的日期"),
    "people_visited": Definition(
        "户（人）",
        "调研记录写明的走访数量之和，计入调研开始的日期；分别统计户、人等，用 counted_in 筛选",
        where=("counted_in",),
    ),
    "meetings": Definition("次", "已经开过的协商会，计入召开的日期", where=("form",)),
    "invitations": Definition("人次", "名单上的人应当参加的协商会，每人每次计一，计入召开的日期", ALL, PERSON),
    "attendances": Definition(
        "人次", "出席协商会的人，每人每次计一，计入召开的日期；列席、旁听、请假不计", ALL, PERSON
    ),
    "statements": Definition("条", "协商会上的发言（包括要点），计入召开的日期", ALL, PERSON),
    "replies": Definition("条", "部门在协商会上的回应，计入召开的日期", ROOM_AND_UNIT),
    "dissents": Definition("条", "协商会上的不同意见，计入召开的日期", where=("category",)),
    "unexplained_dissents": Definition(
        "条", "协商会上的不同意见，现在还没有写解释情况的，计入召开的日期", where=("category",)
    ),
    "minutes": Definition(
        "份", "审签的协商纪要，计入首次审签的日期，补录的计入纪要上的日期；更正不另计", where=("importance",)
    ),
    "corrections": Definition("次", "审签后发出的更正，计入更正审签的日期"),
    "matters": Definition("件", "已审签纪要列出的事项，计入纪要首次审签的日期", where=LEVEL),
    "matters_without_unit": Definition(
        "件", "已审签纪要列出的事项中没有写建议责任单位的，计入纪要首次审签的日期", where=LEVEL
    ),
    "open_matters": Definition(
        "件",
        "已审签纪要列出的事项，现在还没有办结的，计入纪要首次审签的日期；转市级的和协商终止的不计",
        where=LEVEL,
    ),
    "done_matters": Definition(
        "件", "已落实和部分落实的事项，计入办结的日期；用 outcome 分别统计", where=(*LEVEL, "outcome")
    ),
    "declined_matters": Definition("件", "未采纳的事项，计入办结的日期", where=LEVEL),
    "matter_satisfaction": Definition("件", "办结时记有群众满意度的事项，计入办结的日期", where=("satisfaction",)),
    "matters_rated": Definition(
        "件",
        "事项办理的评议已经结束的，计入结束的日期；评议过几次的按最后一次，用 verdict 分别统计",
        where=("verdict",),
    ),
    "sent_city_matters": Definition("件", "报送市级处理、没有退回的事项，计入报送的日期"),
    "unsent_city_matters": Definition("件", "已审签纪要列出的市级事项，现在还没有报送的，计入纪要首次审签的日期"),
    "submissions": Definition("件", "报送的协商纪要，没有退回的，计入报送的日期；抄告不计"),
    "receipts": Definition("件", "接收的纪要和市级事项，计入接收的日期；单位统计它接收的", ROOM_AND_UNIT),
    "decisions": Definition("件", "对事项作出的决定，计入决定登记的日期；单位统计它作出的", ROOM_AND_UNIT),
    "assignments": Definition("件", "交给单位的任务，计入交办的日期；撤销的不计", ROOM_AND_UNIT, ("role",)),
    "assignments_accepted": Definition("件", "单位签收的任务，计入签收的日期；撤销的不计", ROOM_AND_UNIT, ("role",)),
    "assignments_refused": Definition("件", "单位说明理由退回的任务，计入交办的日期", ROOM_AND_UNIT, ("role",)),
    "assignments_closed": Definition("件", "办结的任务，计入办结的日期", ROOM_AND_UNIT, ("role",)),
    "assignments_due": Definition(
        "件", "定有期限的任务，计入期限的日期；退回的、撤销的、商请的不计", ROOM_AND_UNIT, ("role",)
    ),
    "assignments_in_time": Definition(
        "件",
        "定有期限、在期限以内申请办结并已办结的任务，计入期限的日期；等待审定机关办结的时间不算单位逾期",
        ROOM_AND_UNIT,
        ("role",),
    ),
    "progress_reports": Definition("次", "单位报告的进展，计入报告的日期", ROOM_AND_UNIT),
    "entries": Definition(
        "条",
        "为公示、表决、评议、回头看等关口登记的内容，计入所写的日期；划去的不计，用 entry 分别统计",
        where=("entry",),
    ),
    "waivers": Definition("项", "豁免的关口，没有撤销的，计入豁免的日期"),
    "study_sessions": Definition(
        "场次", "集中学习的场次之和，计入活动的日期；用 context 分别统计日常和活动日", BOTH, CONTEXT
    ),
    "receptions": Definition(
        "人次", "接访的人次之和，计入接访的日期；委员统计参加接待的", BOTH, (*CONTEXT, "response")
    ),
    "mediations": Definition("件次", "化解矛盾的件次之和，计入活动的日期", BOTH, CONTEXT),
    "visits": Definition("人次", "走访的人次之和，计入走访的日期；几位委员一起走访的，每位都计", BOTH, CONTEXT),
    "activities": Definition(
        "次", "登记的履职活动，每条计一次，不论数量，计入活动的日期；移出的不计", BOTH, (*CONTEXT, "activity")
    ),
    "deeds": Definition("件", "办实事的件数之和，计入活动的日期", BOTH, CONTEXT),
    "information": Definition(
        "条", "随活动登记的社情民意信息，计入活动的日期；委员统计本人反映的", BOTH, (*CONTEXT, "activity")
    ),
    "suggestions": Definition(
        "条", "随活动登记的意见建议，计入活动的日期；委员统计本人提出的", BOTH, (*CONTEXT, "activity")
    ),
    "proposals": Definition(
        "件",
        "提交的提案，计入提交的日期；一个来源只计一件，后来并案、转社情民意的照计一次，转成的不再另计，撤回的、不再提交的不计；"
        "委员统计作为第一提出人的，界别、集体提案不计给个人，用 mode 分别统计",
        BOTH,
        ("mode",),
    ),
    "joint_proposals": Definition(
        "件",
        "签名联名的提案，计入提交的日期；每位联名人各计一件，第一提出人计入“提交提案”，召集人的确认不计",
        ("member",),
    ),
    "proposals_filed": Definition("件", "审查立案的提案，计入立案的日期；立案后并入别案的不计", BOTH, ("mode",)),
    "information_submitted": Definition(
        "条", "报送市政协办公室的社情民意信息，计入报送的日期；由提案转成的不另计", BOTH
    ),
    "information_adopted": Definition(
        "条", "经审查采用的社情民意信息，计入采用的日期；由提案转成后采用的照计，并入别件的不计", BOTH
    ),
    "information_levels": Definition(
        "条",
        "登记过采用的社情民意信息，按登记的最高一级计一条（adopted），计入最高一级第一次采用的日期；几级都采用的只计最高一级",
        BOTH,
        ("adopted",),
    ),
    "suggestions_submitted": Definition("条", "提交的微建议，计入提交的日期", BOTH),
    "reports": Definition("件", "编号报送的要报、专报，计入报送的日期；几件事项合并编发的计一件", UNIT),
    "reports_instructed": Definition("件", "至少有一条领导批示的报告，计入报告报送的日期；只有圈阅的不计", UNIT),
    "reports_assigned": Definition("件", "至少交办给一个单位的报告，计入报告报送的日期", UNIT),
    "reported_matters": Definition("件", "编入报告的市级事项，计入报告报送的日期；报送以前是草稿的不计"),
    "handlings": Definition("件", "从批示交办给单位的任务，计入报告报送的日期；退办的、撤销的不计", UNIT),
    "handlings_taken_on": Definition("件", "单位已经签收承办的批示交办任务，计入报告报送的日期", UNIT),
    "handlings_closed": Definition("件", "已经办结的批示交办任务，计入报告报送的日期", UNIT),
    "proposal_handlings": Definition(
        "件", "正式交给单位的提案、社情民意信息和微建议，主办、协办、分办、会办各计，计入交办的日期", UNIT
    ),
    "proposal_handlings_closed": Definition("件", "办结的承办提案，计入办结的日期", UNIT),
    "proposals_submitted_filed": Definition(
        "件", "提交的提案中已经审查立案的，计入提交的日期；立案后并入别案的不计", BOTH, ("mode",)
    ),
    "proposals_replied": Definition(
        "件",
        "承办单位都已答复的提案，计入最后一份答复的日期；重新办理的，答复以后再计，用 class 分别统计",
        BOTH,
        ("class",),
    ),
    "proposals_rated": Definition(
        "件",
        "提案办理的评议已经结束的，计入结束的日期；评议过几次的按最后一次，用 verdict 分别统计",
        BOTH,
        ("verdict",),
    ),
    "replies_due": Definition(
        "件",
        "主办、分办单位应当答复的提案，计入答复期限的日期；停表的、二次办理的不计，用 in_time 分别统计按期和逾期",
        ROOM_AND_UNIT,
        ("in_time",),
    ),
    "bulletins": Definition("期", "编号印发的工作简报，计入印发的日期；使用系统以前的照登记的计，每期只计一次", UNIT),
    "contributions": Definition("篇", "联络室向工作简报投的稿，计入最近一次投稿的日期；联络室自己撤回的不计"),
    "contributions_adopted": Definition("篇", "工作简报采用的投稿，计入简报印发的日期；编在草稿里还没有印发的不计"),
    "articles": Definition(
        "篇",
        "办公室采信的媒体稿件，计入刊发的日期；联络室统计登记为本室的，单位统计由其采信和登记的，"
        "使用系统以前的照登记的计；用 outlet 分媒体级别",
        ROOM_AND_UNIT,
        ("outlet",),
    ),
    "inspections": Definition("次", "发出反馈单的督办检查，计入检查的日期；撤回的不计"),
    "inspection_problems": Definition(
        "条", "督办检查发现的问题，计入检查的日期；异议成立等不再要求整改的不计，没有整改转入下次检查的不另计"
    ),
    "problems_mended": Definition("条", "核查确认已经整改的督办检查问题，计入整改确认的日期"),
}
