"""Who says for himself what a checkpoint asks: bodies that sign or answer, and those who rate."""

from django.utils import timezone

from consult.enums import EntryRole
from consult.workflow import guards
from members.permissions import roles_that_allow

# Kind → where it names who speaks, and what the act is called.
SPOKEN = {"sign": ("by", "签批"), "respond": ("who", "回应")}
RATING = "evaluate"
KINDS = {*SPOKEN, RATING}
# Role of a body → the people of a pack for whom it speaks.
SPEAKS_AS = {
    "township": {"township", "approver"},
    "township_clerk": {"township", "township_clerk", "approver"},
    "leading_office": {"leading_office"},
}
REPRESENTATIVES = {"representative", "party_representative", "mass_representative"}
RIGHTS = ("consult.speak_at_checkpoint", "consult.rate_consultation")


def may_be_asked(user) -> bool:
    return any(roles_that_allow(user, right) for right in RIGHTS)


def own_act(record, user) -> str:
    """What the checkpoint asks of the person himself: 签批, 回应, 评议; empty when it asks nothing."""
    kind = record.checkpoint.kind
    if kind == RATING:
        return "评议" if rates(record, user) else ""
    if kind not in SPOKEN or not speaks(record, user) or guards.own_work(user, record.consultation):
        return ""
    return SPOKEN[kind][1]


def speaks(record, user) -> bool:
    """The checkpoint names a role that the person holds over this case; a clerk enters for the body."""
    asked = set(record.params.get(SPOKEN[record.checkpoint.kind][0], ()))
    held = roles_that_allow(user, "consult.speak_at_checkpoint", record.consultation)
    return any(asked & SPEAKS_AS[role.code] for role in held)


def rates(record, user) -> bool:
    """The person is one of the raters, with an account, and has not rated yet."""
    held = {role.code for role in roles_that_allow(user, "consult.rate_consultation", record.consultation)}
    asked = set(record.params["raters"])
    names = {"member"} & asked | ({"representative"} if _represents(record, user, asked, held) else set())
    return bool(held & names) and not any(entry.item == f"user-{user.pk}" for entry in record.of(EntryRole.RATING))


def _represents(record, user, asked: set, held: set) -> bool:
    """A representative of a kind that is asked, where the rooms know of which kind the account is."""
    if "representative" not in held or not asked & REPRESENTATIVES:
        return False
    rooms = record.consultation.joined_rooms.values("room")
    kinds = set(user.representations.on(timezone.localdate()).filter(room__in=rooms).values_list("kind", flat=True))
    return "representative" in asked or not kinds or bool({f"{kind}_representative" for kind in kinds} & asked)
