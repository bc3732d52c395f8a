"""Once a day: the clerks of a room are told whose term as representative is running out, once for each last day."""

from django.utils import timezone

from members.enums import NoticeKind, RoleCode
from members.models import Notice
from members.operations import notify
from members.queries import people_of
from rooms.models import Representative


def warn_of_terms() -> int:
    """Tell the clerks; return how many notices there were. The same sentence is said to a person once."""
    today = timezone.localdate()
    rows = Representative.objects.expiring(today).select_related("room__unit")
    by_room = {}
    for each in rows.order_by("ends_on", "pk"):
        by_room.setdefault((each.room, each.ends_on), []).append(each)
    told = 0
    for (room, ends_on), people in by_room.items():
        said = f"{room.name}有 {len(people)} 位代表的任期到{ends_on:%Y年%-m月%-d日}为止，请续任或另选"
        url = f"/representatives/?when=expiring&room={room.pk}"
        clerks = people_of(room.unit, RoleCode.CLERK)
        clerks = clerks.exclude(pk__in=Notice.objects.filter(sentence=said).values("user"))
        told += len(clerks)
        notify(clerks, said, url=url, kind=NoticeKind.DEADLINE)
    return told
