from django.db.models import TextChoices


class PointsYearState(TextChoices):
    """A year that is published is frozen, whatever the records and the pack say later."""

    OPEN = "open", "计分中"
    PUBLISHED = "published", "已公布"
    # The appeals are over: nothing is corrected any more, and it is not taken back.
    SETTLED = "settled", "已定案"


class AppealState(TextChoices):
    OPEN = "open", "待答复"
    UPHELD = "upheld", "已采纳"
    DENIED = "denied", "未采纳"
    WITHDRAWN = "withdrawn", "已撤回"


class CommendationState(TextChoices):
    """表彰决定: what it says holds once it is issued."""

    DRAFT = "draft", "草稿"
    ISSUED = "published", "已印发"
    DROPPED = "dropped", "已放弃"


class AskedKind(TextChoices):
    """What a unit is asked for, as its list names it."""

    TASK = "task", "任务单"
    REQUEST = "request", "商请"
    INSTRUCTION = "instruction", "批示交办"
    LEAD = "lead", "提案主办"
    CO = "co", "提案协办"
    DIVIDED = "divided", "提案分办"
    JOINT = "joint", "提案会办"
    SUGGESTION = "suggestion", "微建议"
    INFORMATION = "information", "社情民意"
    REQUIREMENT = "requirement", "汇报会要求"
    RATING = "rating", "评议"
    # In the list of what is late alone: signing, sub-deadlines, progress, a day that has passed since.
    LIMIT = "limit", "其他期限"


class AskedStage(TextChoices):
    """Where one thing stands for the unit, whatever it is: the states of all kinds in six words."""

    NEW = "new", "待签收"
    DOING = "doing", "办理中"
    # The unit said something, and those who ask go on: agreed beforehand, or asked not to be given it.
    WAITING = "waiting", "待对方处理"
    REPORTED = "reported", "已报待核"
    CLOSED = "closed", "已办结"
    OVER = "over", "已退回或撤销"


class ArticleState(TextChoices):
    """采信: whether the office counts what somebody entered."""

    ENTERED = "entered", "待采信"
    CONFIRMED = "confirmed", "已采信"
    STRUCK = "struck", "未采信"


class ContributionState(TextChoices):
    """投稿: what a room sent in for the bulletin, and what became of it."""

    SENT = "sent", "待处理"
    # In a draft of an issue: not yet adopted, and free again when it is taken out.
    PICKED = "picked", "编入草稿"
    ADOPTED = "adopted", "已采用"
    RETURNED = "returned", "已退回"
    DECLINED = "declined", "未采用"
    WITHDRAWN = "withdrawn", "已撤回"


class BulletinState(TextChoices):
    DRAFT = "draft", "草稿"
    ISSUED = "published", "已印发"
    DROPPED = "dropped", "已放弃"


class ProblemState(TextChoices):
    """What the office did with a group of like problems."""

    CANDIDATE = "candidate", "待研究"
    SET_ASIDE = "set_aside", "暂不处理"
    PUBLISHED = "published", "已列为共性议题"


class CaseStudyState(TextChoices):
    """How far a case that is written up has come."""

    DRAFT = "draft", "起草中"
    SUBMITTED = "submitted", "待采用"
    RETURNED = "returned", "已退回"
    ADOPTED = "adopted", "已采用"


class PeriodicKind(TextChoices):
    """What the office tells from time to time; how often, the pack says."""

    SUPERVISION = "supervision", "督办报告"
    CIRCULAR = "circular", "通报"
    SUMMARY = "summary", "工作总结"


class PeriodicLevel(TextChoices):
    """Of what it tells."""

    CITY = "city", "全市"
    TOWNSHIP = "township", "乡镇（街道）"
    ROOM = "room", "联络室"


class PeriodicState(TextChoices):
    """What is published is frozen; only a correction takes its place."""

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    REPLACED = "replaced", "已更正"


class InspectionState(TextChoices):
    """督办检查. Once it was sent, its state follows those of its problems."""

    DRAFT = "draft", "填写中"
    SENT = "sent", "待整改"
    OBJECTED = "objected", "有异议"
    REPLIED = "replied", "已答复待核"
    SETTLED = "settled", "已办结"
    DROPPED = "dropped", "已撤回"


class FindingState(TextChoices):
    OPEN = "open", "待整改"
    REPORTED = "reported", "已报整改"
    OBJECTED = "objected", "异议待答复"
    MENDED = "mended", "已整改"
    # The objection was right, or nobody is left to mend it.
    STRUCK = "struck", "不再要求"
    # Not mended when the next inspection came: it goes on there.
    CARRIED = "carried", "转入下次检查"


class Recipients(TextChoices):
    """Whole groups to which a paper is sent."""

    TOWNSHIPS = "townships", "各乡镇（街道）党（工）委"
    BODIES = "bodies", "企业、行业党组织"
    ROOMS = "rooms", "各联络室"
    GUIDANCE = "guidance", "各工作指导组"
    DEPARTMENTS = "departments", "各部门单位"
    OFFICES = "offices", "市委、市政协办公室、市委办、市政府办"
