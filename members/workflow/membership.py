"""The state table of a member: what may follow what, and the one place where the state is written."""

from django.db.models import F

from members.enums import MemberState as S
from members.models import Member
from members.workflow import Refused, advance

_OUT = (S.ADVISED_OUT, S.ADJUSTED, S.TERM_OVER)
# Somebody can be reminded or spoken to more than once. Who left comes back by an entry of its own, never by taking the
# old one away.
MEMBER = {
    S.IN_OFFICE: (S.ON_LEAVE, S.REMINDED, S.INTERVIEWED, *_OUT),
    S.ON_LEAVE: (S.IN_OFFICE, S.ON_LEAVE, S.REMINDED, S.INTERVIEWED, *_OUT),
    S.REMINDED: (S.IN_OFFICE, S.ON_LEAVE, S.REMINDED, S.INTERVIEWED, *_OUT),
    S.INTERVIEWED: (S.IN_OFFICE, S.ON_LEAVE, S.REMINDED, S.INTERVIEWED, *_OUT),
    S.ADVISED_OUT: (S.IN_OFFICE,),
    S.ADJUSTED: (S.IN_OFFICE,),
    S.TERM_OVER: (S.IN_OFFICE,),
}


def move(member: Member, to: str, *, by, leave_until=None) -> Member:
    """Move the locked row; being in office and the end of a leave follow the state."""
    is_active = not S(to).is_over
    return advance(member, MEMBER, to, by=by, is_active=is_active, leave_until=leave_until, version=member.version + 1)


def move_all(members: list[Member], to: str) -> None:
    """Move many locked rows with one statement, each as the table allows; not for a leave, which has its own day."""
    for member in members:
        if to not in MEMBER[member.state]:
            raise Refused(f"{member}现在是“{member.get_state_display()}”，不能转为“{S(to).label}”。")
    fields = {"state": to, "is_active": not S(to).is_over, "leave_until": None}
    Member.objects.filter(pk__in=[member.pk for member in members]).update(**fields, version=F("version") + 1)


def may_follow(member: Member) -> list[tuple[str, str]]:
    """The states to which the member can be moved now, as choices of a form."""
    return [(to, S(to).label) for to in MEMBER[member.state]]
