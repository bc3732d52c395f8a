"""评议: what is rated, who rates it and by which way, and what came out."""

from django.db.models import TextChoices


class RatedSide(TextChoices):
    """Who rates whom: the proposer's side rates the handling, the handling unit rates the proposal."""

    HANDLING = "handling", "评办理"
    PROPOSAL = "proposal", "评提案"


class RoundState(TextChoices):
    PLANNED = "planned", "未开始"
    OPEN = "open", "正在评议"
    CLOSED = "closed", "已结束"
    VOID = "void", "已作废"


class RaterKind(TextChoices):
    PROPOSER = "proposer", "提出人"
    JOINT = "joint", "联名人"
    MASS = "mass", "群众代表"
    PARTY = "party", "党员代表"
    UNIT = "unit", "承办单位"
    PUBLIC = "public", "群众"
    PANEL = "panel", "评议小组"


# What these say they say with their names: their remarks are shown with them.
SIGNED = (RaterKind.PROPOSER, RaterKind.JOINT, RaterKind.UNIT)


class RaterWay(TextChoices):
    ACCOUNT = "account", "账号"
    LINK = "link", "一次性链接"
    PAPER = "paper", "纸质"
    CODE = "code", "公开二维码"


class Satisfaction(TextChoices):
    """What a round came to by the rule of its form."""

    YES = "yes", "满意"
    NO = "no", "不满意"
    UNDECIDED = "undecided", "未定"
