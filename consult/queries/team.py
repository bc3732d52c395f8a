"""Step 2: who of the rooms can be put on the list with a tick."""

from django.utils import timezone

from members.models import Member
from rooms.models import Convener, Posting, Representative


def team_of(consultation) -> dict:
    """Conveners, members and representatives in office today at the rooms that hold the consultation.

    Who is a member of the room and its convener too takes part as a member.
    """
    today, rooms = timezone.localdate(), consultation.joined_rooms.values("room")
    posted = Posting.objects.on(today).filter(room__in=rooms)
    members = Member.objects.active().filter(postings__in=posted).distinct()
    conveners = Convener.objects.on(today).filter(room__in=rooms).exclude(user__member__in=members)
    return {
        "conveners": conveners.select_related("user", "room__unit"),
        "members": members,
        "representatives": Representative.objects.on(today).filter(room__in=rooms),
    }


def team_not_listed(consultation, people) -> dict:
    """The same without those who are on the list (`people`) already."""
    keys = {"conveners": "convener_id", "members": "member_id", "representatives": "representative_id"}
    return {
        name: rows.exclude(pk__in=[key for person in people if (key := getattr(person, keys[name]))])
        for name, rows in team_of(consultation).items()
    }
