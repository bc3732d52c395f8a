from django.db.models import IntegerChoices, TextChoices


class ProposalKind(TextChoices):
    PROPOSAL = "proposal", "提案"
    INFORMATION = "information", "社情民意信息"
    SUGGESTION = "suggestion", "微建议"


class ProposalState(TextChoices):
    DRAFT = "draft", "起草中"
    SUBMITTED = "submitted", "已提交"
    RETURNED = "returned", "退回补充"
    RECEIVED = "received", "已收件"
    DROPPED = "dropped", "不再提交"
    # What the review came to: `rules.KINDS` names the first one as each kind calls it.
    FILED = "filed", "已立案"
    NOT_FILED = "not_filed", "不予立案"
    CONVERTED = "converted", "转社情民意"
    MERGED = "merged", "已并案"
    PREASSIGNED = "preassigned", "预交办"
    RUNNING = "running", "办理中"
    REPLIED = "replied", "已答复"
    REWORK = "rework", "二次办理"
    CLOSED = "closed", "已办结"


class ProposalMode(TextChoices):
    """Who puts it forward: one member, several together, a sector, a committee or party, or a room."""

    PERSONAL = "personal", "个人"
    JOINT = "joint", "联名"
    SECTOR = "sector", "界别"
    COLLECTIVE = "collective", "集体"
    ROOM = "room", "联络室"


class SignerRole(TextChoices):
    SIGNER = "signer", "联名人"
    # Answers for the sector, committee or party in whose name it is put forward.
    CONVENER = "convener", "召集人"


class SignerState(TextChoices):
    INVITED = "invited", "待签名"
    SIGNED = "signed", "已签名"
    DECLINED = "declined", "不参加联名"
    WITHDRAWN = "withdrawn", "已撤销邀请"


class CallAudience(TextChoices):
    MEMBERS = "members", "政协委员"
    ROOMS = "rooms", "委员联络室"
    PUBLIC = "public", "社会公众"


class CallState(TextChoices):
    OPEN = "open", "征集中"
    ENDED = "ended", "已截止"


class ClueSource(TextChoices):
    """Who gave it, or out of what it came to the office."""

    MEMBER = "member", "委员"
    ROOM = "room", "联络室"
    VOICE = "voice", "信息、建议转入"
    PUBLIC = "public", "社会公众"
    HOTLINE = "hotline", "热线、来信"
    UNIT = "unit", "单位"


class ClueState(TextChoices):
    NEW = "new", "待研究"
    ADOPTED = "adopted", "已采纳"
    DECLINED = "declined", "未采纳"
    MERGED = "merged", "已合并"


class ReportState(TextChoices):
    DRAFT = "draft", "起草中"
    ISSUED = "issued", "已报送"
    CLOSED = "closed", "已办结"
    DROPPED = "dropped", "不再报送"


class HandlingRole(TextChoices):
    LEAD = "lead", "主办"
    CO = "co", "协办"
    DIVIDED = "divided", "分办"
    JOINT = "joint", "会办"


class HandlingState(TextChoices):
    PROPOSED = "proposed", "预交办"
    AGREED = "agreed", "同意承办"
    OBJECTED = "objected", "申请退办"
    ISSUED = "issued", "待签收"
    ACCEPTED = "accepted", "办理中"
    ANSWERED = "answered", "已反馈"
    CLOSED = "closed", "已办结"
    REFUSED = "refused", "已退办"
    CANCELED = "canceled", "已撤销"


class HandlingResult(TextChoices):
    """What a unit says that it came to; 部分解决 and 没有解决 are answers, not errors."""

    SOLVED = "solved", "已经解决"
    PARTLY = "partly", "部分解决"
    PLANNED = "planned", "列入计划解决"
    EXPLAINED = "explained", "条件所限，已作说明"


class AdoptionLevel(TextChoices):
    """At which level a report or a piece of information was taken up; one can be taken up at several."""

    COUNTY = "county", "本级"
    PREFECTURE = "prefecture", "市级"
    PROVINCE = "province", "省级"
    NATION = "nation", "全国"


class ReportKind(TextChoices):
    DIGEST = "digest", "资政建言要报"
    INFORMATION = "information", "社情民意信息专报"


class PublicationKind(TextChoices):
    BULLETIN = "bulletin", "工作简报"
    ARTICLE = "article", "媒体稿件"


class OutletLevel(TextChoices):
    NATIONAL = "national", "国家级"
    PROVINCE = "province", "省级"
    PREFECTURE = "prefecture", "地市级"
    COUNTY = "county", "县（市、区）级"


class ReviewOutcome(TextChoices):
    """What a review may come to; `ProposalKind.outcome_names` of the pack says them in the words of each kind."""

    FILE = "file", "立案"
    DECLINE = "decline", "不予立案"
    CONVERT = "convert", "转社情民意信息"
    MERGE = "merge", "并案"


class ContactStage(TextChoices):
    BEFORE = "before", "办前"
    DURING = "during", "办中"
    AFTER = "after", "办后"


class ContactWay(TextChoices):
    VISIT = "visit", "登门走访"
    MEETING = "meeting", "座谈协商"
    SITE = "site", "现场察看"
    PHONE = "phone", "电话"
    ONLINE = "online", "网络"
    LETTER = "letter", "书面"


class ReplyClass(TextChoices):
    SOLVED = "A", "A 类（已经解决或者采纳）"
    PLANNED = "B", "B 类（正在解决或者列入计划）"
    NOT_NOW = "C", "C 类（条件所限，留作参考）"


class ReplyState(TextChoices):
    DRAFT = "draft", "起草中"
    SENT = "sent", "已答复"
    WITHDRAWN = "withdrawn", "已撤回"


class CoSigning(TextChoices):
    ASKED = "asked", "待会签"
    AGREED = "agreed", "同意"
    OBJECTED = "objected", "有不同意见"
    # The lead answered the objection: it stands on record, and holds the reply no longer.
    EXPLAINED = "explained", "已说明"


class KeyState(TextChoices):
    CANDIDATE = "pending", "候选"
    CHOSEN = "chosen", "已确定"
    PASSED = "declined", "未入选"
    UNFLAGGED = "withdrawn", "已取消"


class SupervisionTier(IntegerChoices):
    """分层督办: who supervises, from the heads of party and government down to the members of the committee."""

    HEADS = 1, "党政主要领导"
    CHAIRS = 2, "主席会议成员"
    COMMITTEES = 3, "专门委员会"
    MEMBERS = 4, "提案委员会"


class SupervisionMode(TextChoices):
    CHOOSE = "choose", "选题督办"
    LEAD = "lead", "领题督办"
    DIVIDE = "divide", "分题督办"
    HEAD = "head", "领衔督办"
    TAKE = "take", "领办"
    TOGETHER = "together", "集体督办"


class SupervisionState(TextChoices):
    RUNNING = "running", "督办中"
    ENDED = "ended", "已结束"


class VisitWay(TextChoices):
    RESEARCH = "research", "调研"
    INSPECTION = "inspection", "视察"
    TALK = "talk", "座谈"
    ON_SITE = "on_site", "现场推进会"
    CONSULTATION = "consultation", "专题协商会"


class Finding(TextChoices):
    """What a look-back finds of what was promised."""

    DONE = "done", "已经落实"
    PARTLY = "partly", "部分落实"
    NOT = "not", "没有落实"


class SettledBy(TextChoices):
    """How a B-class reply left the queue of what is followed up."""

    UNIT = "unit", "承办单位报告完成"
    LOOK_BACK = "look_back", "回头看核实"
    OFFICE = "office", "办公室核实"


class AwardKind(TextChoices):
    PROPOSAL = "proposal", "优秀提案"
    UNIT = "unit", "先进承办单位"
    PERSON = "person", "先进个人"


class RectifyState(TextChoices):
    OPEN = "open", "待报整改情况"
    REPORTED = "reported", "已报整改情况"
    DONE = "done", "整改通过"
