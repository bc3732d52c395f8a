from django.db.models import TextChoices

from members import enums as members_enums

# Decisions about members, rooms and cases rest on the same.
Basis = members_enums.Basis


class Step(TextChoices):
    """The canonical steps: they carry all statistics. What a place calls them is its pack's affair."""

    TOPIC = "topic", "确定议题"
    PARTICIPANTS = "participants", "确定协商主体"
    RESEARCH = "research", "调查研究"
    DISCUSSION = "discussion", "协商讨论"
    SUBMISSION = "submission", "报送结果"
    ACTION = "action", "成果转化"
    EVALUATION = "evaluation", "评议"


class TopicState(TextChoices):
    OPEN = "open", "待接手"
    TAKEN_UP = "taken_up", "已立项"
    DECLINED = "declined", "不予立项"


class ConsultationState(TextChoices):
    RUNNING = "running", "进行中"
    CLOSED = "closed", "已办结"
    STOPPED = "stopped", "已终止"


class Ending(TextChoices):
    """How a consultation ended; empty while it runs."""

    DONE = "done", "事项全部办结"
    NO_CONSENSUS = "no_consensus", "未达成一致，意见报党组织参考"
    REJECTED = "rejected", "议题未通过"
    MERGED = "merged", "并入其他协商"
    WITHDRAWN = "withdrawn", "撤回"
    DIVERTED = "diverted", "转为其他方式办理"
    HANDLED = "handled", "直接办理"


class Importance(TextChoices):
    ORDINARY = "ordinary", "普通议题"
    IMPORTANT = "important", "重要议题"


class ApprovalState(TextChoices):
    DRAFT = "draft", "起草"
    PENDING = "pending", "待审定"
    RETURNED = "returned", "退回补充"
    APPROVED = "approved", "已审定"
    REJECTED = "rejected", "未通过"
    MERGED = "merged", "已合并"
    DIVERTED = "diverted", "转其他方式"


class Verdict(TextChoices):
    """What a body may say to a topic that lies before it."""

    APPROVE = "approve", "同意"
    RETURN = "return", "退回补充"
    REJECT = "reject", "不同意"
    MERGE = "merge", "并入其他议题"
    DIVERT = "divert", "转为其他方式办理"
    RAISE = "raise", "提升为重要议题"
    LOWER = "lower", "转为普通议题"
    # What is filed cannot be refused.
    NOTE = "note", "予以备案"


class EntryRole(TextChoices):
    """What is written down for a checkpoint of the pack, by the kind that asks for it."""

    POSTED = "posted", "公示"
    OBJECTION = "objection", "异议"
    BALLOT = "ballot", "表决"
    FORM = "form", "表单"
    SIGNATURE = "signature", "签批"
    ANSWER = "answer", "回应"
    RATING = "rating", "评议"
    LOOK_BACK = "look_back", "回头看"
    NOTICE = "notice", "告知"
    PRODUCT = "product", "成果"


class PersonKind(TextChoices):
    """Where a participant comes from."""

    CONVENER = "convener", "召集人"
    MEMBER = "member", "委员"
    REPRESENTATIVE = "representative", "代表"
    UNIT = "unit", "单位"
    TYPED = "typed", "登记人员"


class MeetingState(TextChoices):
    PLANNED = "planned", "未开始"
    RUNNING = "running", "正在开会"
    ENDED = "ended", "已记录"


class MeetingOutcome(TextChoices):
    """What a meeting came to, said when it is ended."""

    AGREED = "agreed", "达成一致"
    NONE = "none", "未达成一致"
    CONTINUE = "continue", "下次会议再议"


class Attendance(TextChoices):
    PRESENT = "present", "出席"
    LEAVE = "leave", "请假"
    OBSERVER = "observer", "列席"
    LISTENER = "listener", "旁听"


class MinutesState(TextChoices):
    DRAFT = "draft", "起草"
    OFFERED = "offered", "待审签"
    SIGNED = "signed", "已审签"
    CORRECTING = "correcting", "更正中"


class MatterLevel(TextChoices):
    TOWNSHIP = "township", "乡镇（街道）层级"
    CITY = "city", "市级"


class MatterState(TextChoices):
    NOTED = "noted", "会上记下"
    PENDING = "pending", "待确定"
    RUNNING = "running", "实施中"
    DONE = "done", "已落实"
    PARTLY = "partly", "部分落实"
    DECLINED = "declined", "未采纳"
    CITY = "city", "转市级"


class PastOutcome(TextChoices):
    """What came of a matter before the system was in use."""

    DONE = "done", "已落实"
    PARTLY = "partly", "部分落实"
    DECLINED = "declined", "未采纳"
    OPEN = "open", "没有办结"


class Adoption(TextChoices):
    ADOPT = "adopt", "采纳"
    PARTLY = "partly", "部分采纳"
    DECLINE = "decline", "不采纳"
    RAISE = "raise", "转市级"
    RETURN = "return", "退回联络室"


class AssignmentRole(TextChoices):
    RESPONSIBLE = "responsible", "责任单位"
    HELPING = "helping", "配合单位"


class AssignmentState(TextChoices):
    ISSUED = "issued", "待签收"
    ACCEPTED = "accepted", "办理中"
    REPORTED = "reported", "申请办结"
    CLOSED = "closed", "已办结"
    REFUSED = "refused", "已退回"
    CANCELED = "canceled", "已撤销"


class SubmissionState(TextChoices):
    SENT = "sent", "已报送"
    RECEIVED = "received", "已接收"
    RETURNED = "returned", "已退回"


class SubmissionKind(TextChoices):
    MINUTES = "minutes", "纪要全文"
    MATTER = "matter", "市级事项"
    COPY = "copy", "抄告"


class Audience(TextChoices):
    """Who is asked by a call for topics."""

    ROOMS = "rooms", "各联络室"
    MEMBERS = "members", "驻室委员"
    UNITS = "units", "指定单位"


class CallState(TextChoices):
    OPEN = "open", "正在征集"
    ENDED = "ended", "已截止"


class NominationSource(TextChoices):
    """Where a nominated topic comes from."""

    LEADER = "leader", "党委政府点题"
    MEMBER = "member", "委员荐题"
    ROOM = "room", "联络室报题"
    UNIT = "unit", "单位报题"
    REPRESENTATIVE = "representative", "党员代表、群众代表提出"
    PUBLIC = "public", "社会征集"
    VOICE = "voice", "信息、建议转入"
    PROPOSAL = "proposal", "提案转化"
    COMMON = "common", "共性议题"


class NominationState(TextChoices):
    PENDING = "pending", "待研究"
    SHORTLISTED = "shortlisted", "列入备选"
    CHOSEN = "chosen", "已圈定"
    DECLINED = "declined", "未列入"
    MERGED = "merged", "已合并"
    WITHDRAWN = "withdrawn", "已撤回"


class PlanLevel(TextChoices):
    CITY = "city", "市级"
    TOWNSHIP = "township", "乡镇（街道）"
    ROOM = "room", "联络室"


class PlanState(TextChoices):
    DRAFT = "draft", "起草"
    PENDING = "pending", "待审定"
    RETURNED = "returned", "退回修改"
    APPROVED = "approved", "已审定，待印发"
    ISSUED = "issued", "已印发"


class PlanItemState(TextChoices):
    PLANNED = "planned", "未开始"
    MOVED = "moved", "已调整时间"
    RUNNING = "running", "已立项"
    HELD = "held", "已协商"
    DONE = "done", "已办结"
    DROPPED = "dropped", "已取消"


class PlanChangeKind(TextChoices):
    ADD = "add", "增加"
    EDIT = "edit", "修改"
    MOVE = "move", "调整时间"
    DROP = "drop", "取消"


class PlanChangeState(TextChoices):
    PENDING = "pending", "待审定"
    APPROVED = "approved", "已同意"
    DECLINED = "declined", "未同意"
    WITHDRAWN = "withdrawn", "已撤回"


class CommonTopicState(TextChoices):
    OPEN = "open", "正在开展"
    ENDED = "ended", "已结束"


class CommonAnswerState(TextChoices):
    OPEN = "open", "待答复"
    TAKEN_UP = "taken_up", "已承接"
    DECLINED = "declined", "不承接"
