"""People of the rooms that hold a consultation: who works there, and who can be put on the list with a tick."""

from django.db.models import Q
from django.utils import timezone

from members.enums import RoleCode
from members.models import Member, Role, User
from rooms.models import Convener, Posting, Representative


def room_staff(consultation, *codes):
    """Who works in these rooms today; clerks and conveners unless roles are named."""
    roles = Role.objects.on(timezone.localdate()).filter(
        unit__in=consultation.units_of_rooms(), code__in=codes or (RoleCode.CLERK, RoleCode.CONVENER)
    )
    return User.objects.filter(pk__in=roles.values("user"), is_active=True)


def team_of(consultation) -> dict:
    """Conveners, members and representatives in office today at the rooms that hold the consultation.

    Who is a member of the room and its convener too takes part as a member; where the account is not linked to the
    member, the name tells. Who convenes two of the rooms is one person, of the leading one where it is among them.
    A pack may have no category for some.
    """
    today, rooms = timezone.localdate(), consultation.joined_rooms.values("room")
    posted = Posting.objects.on(today).filter(room__in=rooms)
    members = Member.objects.active().filter(postings__in=posted).distinct()
    conveners = (
        Convener.objects.on(today)
        .filter(room__joined_consultations__consultation=consultation)
        .exclude(Q(user__member__in=members) | Q(user__name__in=members.values("name")))
    )
    once = conveners.order_by("user_id", "-room__joined_consultations__lead").distinct("user_id").values("pk")
    kinds = {each.representatives for each in consultation.pack.categories if each.source == "representative"}
    representatives = Representative.objects.on(today).filter(room__in=rooms)
    team = {
        "conveners": Convener.objects.filter(pk__in=once).select_related("user", "room__unit"),
        "members": members,
        "representatives": representatives if "" in kinds else representatives.filter(kind__in=kinds),
    }
    taken = {f"{each.source}s" for each in consultation.pack.categories}
    return {name: rows if name in taken else rows.none() for name, rows in team.items()}


def team_on_list(consultation, room):
    """Participants who come from the team of this room: not those who were once posted there and left."""
    posted = Posting.objects.on(timezone.localdate()).filter(room=room)
    of_room = Q(convener__room=room) | Q(representative__room=room) | Q(member__postings__in=posted)
    return consultation.participant_set.standing().filter(of_room)


def team_not_listed(consultation, people) -> dict:
    """The same without those who are on the list (`people`) already."""
    keys = {"conveners": "convener_id", "members": "member_id", "representatives": "representative_id"}
    listed = {name: [key for person in people if (key := getattr(person, column))] for name, column in keys.items()}
    team = team_of(consultation)
    there = Convener.objects.filter(pk__in=listed["conveners"])
    return {
        "conveners": team["conveners"].exclude(user__in=there.values("user")),
        "members": team["members"].exclude(pk__in=listed["members"]),
        "representatives": team["representatives"].exclude(pk__in=listed["representatives"]),
    }
