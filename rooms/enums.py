from django.db.models import TextChoices


class RoomKind(TextChoices):
    TOWNSHIP = "township", "乡镇（街道）联络室"
    VILLAGE = "village", "村（社区）联络室"
    ENTERPRISE = "enterprise", "企业联络室"
    SECTOR = "sector", "界别联络室"
    STUDIO = "studio", "委员工作室"
    ONLINE = "online", "网上联络室"
    OUT_OF_TOWN = "out_of_town", "驻外联络室"


class RoomState(TextChoices):
    """Where a room stands in its life: 申请 → 审定 → 挂牌 → 撤销."""

    APPLIED = "applied", "待审定"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "待挂牌"
    OPENED = "opened", "已挂牌"
    WITHDRAWN = "withdrawn", "已撤销"


class RoomAct(TextChoices):
    """What was done about a room's standing; each leaves one RoomDecision."""

    APPLIED = "applied", "申请"
    RETURNED = "returned", "退回"
    APPROVED = "approved", "审定"
    OPENED = "opened", "挂牌"
    MOVED = "moved", "调整隶属"
    WITHDRAWN = "withdrawn", "撤销"


class ConvenerRank(TextChoices):
    FIRST = "first", "第一召集人"
    SECOND = "second", "第二召集人"


class RepresentativeKind(TextChoices):
    PARTY = "party", "党员代表"
    MASS = "mass", "群众代表"


class ActivityKind(TextChoices):
    """What was done, in the order in which rooms use it; figures count each in its own unit (`unit`)."""

    RECEPTION = "reception", "接访"
    MEDIATION = "mediation", "化解矛盾"
    VISIT = "visit", "走访"
    DEED = "deed", "办实事"
    STUDY = "study", "集中学习"
    SERVICE = "service", "便民服务"
    INSPECTION = "inspection", "调研视察"
    TRAINING = "training", "培训"
    CHARITY = "charity", "公益捐赠"
    OTHER = "other", "其他"

    @property
    def unit(self) -> str:
        return ACTIVITY_UNITS[self]


ACTIVITY_UNITS = {
    ActivityKind.RECEPTION: "人次",
    ActivityKind.MEDIATION: "件次",
    ActivityKind.VISIT: "人次",
    ActivityKind.DEED: "件",
    ActivityKind.STUDY: "场次",
    ActivityKind.SERVICE: "人次",
    ActivityKind.INSPECTION: "次",
    ActivityKind.TRAINING: "场次",
    ActivityKind.CHARITY: "次",
    ActivityKind.OTHER: "次",
}


class ActivityContext(TextChoices):
    """In which context it was: figures are published apart for each."""

    ORDINARY = "ordinary", "日常"
    ACTIVITY_DAY = "activity_day", "活动日"
    SIX_STEP = "six_step", "六步协商"


class ResponseKind(TextChoices):
    ON_THE_SPOT = "on_the_spot", "现场解答"
    HANDED_OVER = "handed_over", "交办"
    HANDLED = "handled", "专办"
    EXPLAINED = "explained", "解释"
    OPINIONS = "opinions", "征求意见"


class AttendingAs(TextChoices):
    HOST = "host", "接待人"
    TAKING_PART = "taking_part", "参加人"


class VoiceKind(TextChoices):
    INFORMATION = "information", "社情民意信息"
    SUGGESTION = "suggestion", "意见建议"


class DayAttendance(TextChoices):
    PRESENT = "present", "到场"
    LEAVE = "leave", "请假"
    ABSENT = "absent", "未到"


class AppointmentState(TextChoices):
    BOOKED = "booked", "已预约"
    CAME = "came", "已到访"
    MISSED = "missed", "没有来"
    CANCELED = "canceled", "已取消"


class Measure(TextChoices):
    """Everything countable, each with one definition: for a case by the engine, for a month by reports.facts."""

    TOPICS = "topics", "提出议题"
    TOPICS_APPROVED = "topics_approved", "审定同意的议题"
    CONSULTATIONS_BEGUN = "consultations_begun", "立项协商"
    CONSULTATIONS = "consultations", "协商场次"
    CONSULTATIONS_JOINED = "consultations_joined", "参加的联合协商"
    CONSULTATIONS_CLOSED = "consultations_closed", "办结协商"
    HANDLED = "handled", "直接办理问题"
    CONSULTATIONS_STOPPED = "consultations_stopped", "终止协商"
    STEPS_DONE = "steps_done", "走完的步骤"
    STEP_DAYS = "step_days", "各步用时"
    WITHOUT_CONSENSUS = "without_consensus", "没有达成一致的协商"
    PARTICIPANTS = "participants", "协商主体人数"
    UNMET_CATEGORIES = "unmet_categories", "人数不符合要求的协商主体类别"
    RESEARCH_RECORDS = "research_records", "调研记录"
    PEOPLE_VISITED = "people_visited", "调研走访数量"
    MEETINGS = "meetings", "协商会次数"
    INVITATIONS = "invitations", "应到会人次"
    ATTENDANCES = "attendances", "到会人次"
    STATEMENTS = "statements", "发言条数"
    REPLIES = "replies", "部门回应条数"
    DISSENTS = "dissents", "不同意见"
    UNEXPLAINED_DISSENTS = "unexplained_dissents", "没有解释情况的不同意见"
    MINUTES = "minutes", "已审签的协商纪要"
    CORRECTIONS = "corrections", "更正的协商纪要"
    MATTERS = "matters", "协商事项"
    MATTERS_WITHOUT_UNIT = "matters_without_unit", "没有写建议责任单位的事项"
    OPEN_MATTERS = "open_matters", "没有办结的事项"
    DONE_MATTERS = "done_matters", "推动落实事项"
    DECLINED_MATTERS = "declined_matters", "未采纳事项"
    MATTER_SATISFACTION = "matter_satisfaction", "记有群众满意度的事项"
    MATTERS_RATED = "matters_rated", "评议过的事项"
    SENT_CITY_MATTERS = "sent_city_matters", "报送的市级事项"
    UNSENT_CITY_MATTERS = "unsent_city_matters", "没有报送的市级事项"
    SUBMISSIONS = "submissions", "报送纪要"
    RECEIPTS = "receipts", "接收报送"
    DECISIONS = "decisions", "确定事项"
    ASSIGNMENTS = "assignments", "交给单位的任务"
    ASSIGNMENTS_ACCEPTED = "assignments_accepted", "签收任务"
    ASSIGNMENTS_REFUSED = "assignments_refused", "退回任务"
    ASSIGNMENTS_CLOSED = "assignments_closed", "办结任务"
    ASSIGNMENTS_DUE = "assignments_due", "到期任务"
    ASSIGNMENTS_IN_TIME = "assignments_in_time", "按期办结任务"
    PROGRESS_REPORTS = "progress_reports", "进展报告"
    ENTRIES = "entries", "关口登记"
    WAIVERS = "waivers", "豁免关口"
    STUDY_SESSIONS = "study_sessions", "集中学习场次"
    RECEPTIONS = "receptions", "接访人次"
    MEDIATIONS = "mediations", "化解矛盾件次"
    VISITS = "visits", "走访人次"
    ACTIVITIES = "activities", "履职活动次数"
    DEEDS = "deeds", "办实事件数"
    INFORMATION = "information", "社情民意信息条数"
    SUGGESTIONS = "suggestions", "意见建议条数"
    PROPOSALS = "proposals", "提交提案"
    JOINT_PROPOSALS = "joint_proposals", "联名提案"
    PROPOSALS_FILED = "proposals_filed", "立案提案"
    INFORMATION_SUBMITTED = "information_submitted", "报送社情民意信息"
    INFORMATION_ADOPTED = "information_adopted", "采用社情民意信息"
    INFORMATION_LEVELS = "information_levels", "各级采用的社情民意信息"
    SUGGESTIONS_SUBMITTED = "suggestions_submitted", "提交微建议"
    REPORTS = "reports", "报送要报、专报"
    REPORTS_INSTRUCTED = "reports_instructed", "获得批示的要报、专报"
    REPORTS_ASSIGNED = "reports_assigned", "已经交办的要报、专报"
    REPORTED_MATTERS = "reported_matters", "编入要报、专报的事项"
    HANDLINGS = "handlings", "批示交办任务"
    HANDLINGS_TAKEN_ON = "handlings_taken_on", "承办的批示交办任务"
    HANDLINGS_CLOSED = "handlings_closed", "办结的批示交办任务"
    PROPOSAL_HANDLINGS = "proposal_handlings", "承办提案"
    PROPOSAL_HANDLINGS_CLOSED = "proposal_handlings_closed", "办结承办的提案"
    PROPOSALS_SUBMITTED_FILED = "proposals_submitted_filed", "提交后立案的提案"
    PROPOSALS_REPLIED = "proposals_replied", "答复的提案"
    PROPOSALS_RATED = "proposals_rated", "评议过的提案"
    REPLIES_DUE = "replies_due", "到期应答复的提案"
    BULLETINS = "bulletins", "印发工作简报"
    CONTRIBUTIONS = "contributions", "工作简报投稿"
    CONTRIBUTIONS_ADOPTED = "contributions_adopted", "工作简报采用的投稿"
    ARTICLES = "articles", "媒体稿件"
    INSPECTIONS = "inspections", "督办检查次数"
    INSPECTION_PROBLEMS = "inspection_problems", "督办检查发现的问题"
    PROBLEMS_MENDED = "problems_mended", "督办检查整改的问题"


# What the engine counts of one consultation, and a checkpoint may therefore ask for.
CASE_MEASURES = frozenset(
    {
        Measure.PARTICIPANTS,
        Measure.UNMET_CATEGORIES,
        Measure.RESEARCH_RECORDS,
        Measure.MEETINGS,
        Measure.UNEXPLAINED_DISSENTS,
        Measure.MATTERS,
        Measure.MATTERS_WITHOUT_UNIT,
        Measure.OPEN_MATTERS,
        Measure.UNSENT_CITY_MATTERS,
    }
)


class AssemblyKind(TextChoices):
    MOBILISATION = "mobilisation", "动员会"
    DEPLOYMENT = "deployment", "部署会"
    TRAINING = "training", "培训会"


class StaffDutyKind(TextChoices):
    LIAISON = "liaison", "联络员"
    INSTRUCTOR = "instructor", "指导员"
    COORDINATOR = "coordinator", "协调员"
    PUBLICIST = "publicist", "宣传员"


class RuleCategory(TextChoices):
    SCHEME = "scheme", "方案、意见"
    SUPERVISION = "supervision", "督办"
    ASSESSMENT = "assessment", "考核"
    RULES = "rules", "工作规则、细则"
    SYSTEM = "system", "工作制度"
    OTHER = "other", "其他"


class GroupPost(TextChoices):
    HEAD = "head", "组长"
    EXECUTIVE = "executive", "常务副组长"
    DEPUTY = "deputy", "副组长"
    MEMBER = "member", "成员"
    OFFICE_HEAD = "office_head", "办公室主任"


class ContactPost(TextChoices):
    HEAD = "head", "组长"
    CONTACT = "contact", "联系人"
    STAFF = "staff", "工作人员"


class RequirementState(TextChoices):
    OPEN = "open", "待办"
    DONE = "done", "已办"


class LimitState(TextChoices):
    """Where a time limit stands. Passing its day ends it only where that is itself an act (lapsed)."""

    RUNNING = "running", "计时中"
    PAUSED = "paused", "停表"
    MET = "met", "已完成"
    LAPSED = "lapsed", "期满"
    VOID = "void", "不再计算"
