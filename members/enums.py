from django.db.models import TextChoices


class RoleCode(TextChoices):
    CLERK = "clerk", "联络室工作人员"
    CONVENER = "convener", "召集人"
    MEMBER = "member", "政协委员"
    REPRESENTATIVE = "representative", "党员（群众）代表"
    TOWNSHIP = "township", "乡镇（街道）党（工）委负责人"
    TOWNSHIP_CLERK = "township_clerk", "党政办经办人"
    LEADING_OFFICE = "leading_office", "领导小组办公室"
    OFFICE = "office", "市政协办公室"
    CITY_COMMITTEE = "city_committee", "市委"
    DISPATCHER = "dispatcher", "两办交办人员"
    DEPARTMENT = "department", "承办单位"
    GUIDANCE = "guidance", "工作指导组"
    AUDITOR = "auditor", "监督审计"
    ADMIN = "admin", "系统管理员"
    SECURITY = "security", "安全管理员"


class RegionKind(TextChoices):
    CITY = "city", "市"
    TOWNSHIP = "township", "乡镇（街道、场、高新区）"
    VILLAGE = "village", "村（社区）"


class UnitKind(TextChoices):
    ROOM = "room", "联络室"
    TOWNSHIP = "township", "乡镇（街道）党（工）委"
    PARTY_BODY = "party_body", "企业、行业党组织"
    DEPARTMENT = "department", "部门单位"
    LEADING_OFFICE = "leading_office", "领导小组办公室"
    OFFICE = "office", "政协办公室"
    CITY_COMMITTEE = "city_committee", "市委"
    DISPATCH_OFFICE = "dispatch_office", "市委办、市政府办"
    GUIDANCE = "guidance", "工作指导组"


class MemberLevel(TextChoices):
    PROVINCE = "province", "省政协委员"
    PREFECTURE = "prefecture", "地级市政协委员"
    COUNTY = "county", "县（市、区）政协委员"


class MemberKind(TextChoices):
    """For whom an assessment asks for more or less (差异化): who holds office, who does not, who lives elsewhere."""

    LEADER = "leader", "领导干部委员"
    ORDINARY = "ordinary", "一般委员"
    AWAY = "away", "驻外委员"


class MemberState(TextChoices):
    """How a member stands to the conference. Who is on leave, reminded or spoken to is still in office."""

    IN_OFFICE = "in_office", "在任"
    ON_LEAVE = "on_leave", "请假"
    REMINDED = "reminded", "提醒"
    INTERVIEWED = "interviewed", "约谈"
    ADVISED_OUT = "advised_out", "劝退"
    ADJUSTED = "adjusted", "调整"
    TERM_OVER = "term_over", "届满"

    @property
    def is_over(self) -> bool:
        return self in (MemberState.ADVISED_OUT, MemberState.ADJUSTED, MemberState.TERM_OVER)


class Basis(TextChoices):
    """What a body's decision rests on, about a member, a room or a case."""

    MEETING = "meeting", "会议研究"
    SIGNATURE = "signature", "主要负责人签批"
    DELEGATION = "delegation", "授权办理"


class AbsenceKind(TextChoices):
    """Why somebody of a unit is away for some days."""

    LEAVE = "leave", "请假"
    TRAVEL = "travel", "出差"
    TRAINING = "training", "学习培训"
    OTHER = "other", "其他"


class PoolKind(TextChoices):
    """人才库: whom it holds beside the members with their specialities, who are the 特长委员库."""

    SPECIALIST = "specialist", "特约专家"
    WORTHY = "worthy", "乡贤人才库"


class AttachmentKind(TextChoices):
    DOCUMENT = "document", "材料"
    PHOTO = "photo", "照片"
    SCAN = "scan", "扫描件"


class NoticeKind(TextChoices):
    """What a notice is about, as far as a message outside of the system may say."""

    NEWS = "news", "消息"
    TASK = "task", "待办"
    DEADLINE = "deadline", "期限"


class ChannelKind(TextChoices):
    """How a notice leaves the system."""

    MAIL = "mail", "电子邮件"
    SMS = "sms", "短信网关"
    WECOM = "wecom", "企业微信群机器人"
    DINGTALK = "dingtalk", "钉钉群机器人"
    JSON = "json", "其他网关（JSON）"

    @property
    def is_idempotent(self) -> bool:
        """The gateway knows a message again by its key: what may have arrived can be sent once more."""
        return self in (ChannelKind.SMS, ChannelKind.JSON)


class Signing(TextChoices):
    """What a gateway of one's own does with the secret."""

    NONE = "none", "不用密钥"
    SIGNATURE = "signature", "签名（HMAC-SHA256）"
    BEARER = "bearer", "令牌（Authorization: Bearer）"


class DeliveryState(TextChoices):
    WAITING = "waiting", "待发送"
    SENDING = "sending", "正在发送"
    SENT = "sent", "已送出"
    FAILED = "failed", "待重试"
    DEAD = "dead", "没有送到"
    VOID = "void", "已作废"


# The kinds of unit that a role may be scoped to; a role that is not named here is scoped to a region.
ROLE_UNITS = {
    RoleCode.CLERK: (UnitKind.ROOM,),
    RoleCode.CONVENER: (UnitKind.ROOM,),
    RoleCode.MEMBER: (UnitKind.ROOM,),
    RoleCode.REPRESENTATIVE: (UnitKind.ROOM,),
    RoleCode.TOWNSHIP: (UnitKind.TOWNSHIP, UnitKind.PARTY_BODY),
    RoleCode.TOWNSHIP_CLERK: (UnitKind.TOWNSHIP, UnitKind.PARTY_BODY),
    RoleCode.LEADING_OFFICE: (UnitKind.LEADING_OFFICE,),
    RoleCode.OFFICE: (UnitKind.OFFICE,),
    RoleCode.CITY_COMMITTEE: (UnitKind.CITY_COMMITTEE,),
    RoleCode.DISPATCHER: (UnitKind.DISPATCH_OFFICE,),
    RoleCode.DEPARTMENT: (UnitKind.DEPARTMENT, UnitKind.PARTY_BODY, UnitKind.ROOM),
    RoleCode.GUIDANCE: (UnitKind.GUIDANCE,),
}
# 三权分立: who keeps the accounts, who grants the rights and who watches both are three persons.
SEPARATE_ROLES = (RoleCode.ADMIN, RoleCode.SECURITY, RoleCode.AUDITOR)
