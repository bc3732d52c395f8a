"""What the reader of a file may open: asked once for all its records, not line by line."""

from django.urls import NoReverseMatch, reverse

from consult.models import Consultation
from rooms.models import Activity, Assembly, Room


def address(name: str, *args) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


class Eyes:
    """The cases, activities and rooms that the person sees among these."""

    def __init__(self, user, *, cases=(), activities=()):
        self.user = user
        self.cases = self._cases({key for key in cases if key})
        self.activities = self._activities(set(activities))

    def _cases(self, keys) -> dict[int, Consultation]:
        if not keys:
            return {}
        seen = Consultation.objects.visible_to(self.user).filter(pk__in=keys).for_page()
        return {each.pk: each for each in seen}

    def _activities(self, keys) -> set[int]:
        """What is confidential is opened by whoever may read the room's record, and by nobody else."""
        if not keys:
            return set()
        seen = Activity.objects.visible_to(self.user).readable_by(self.user)
        return set(seen.filter(pk__in=keys).values_list("pk", flat=True))

    def reads_minutes_of(self, case) -> bool:
        """Who said what stays in the record of the room."""
        return self.user.has_perm("consult.view_record", case)

    def rooms(self, keys) -> set[int]:
        return set(Room.objects.visible_to(self.user).filter(pk__in=keys).values_list("pk", flat=True))

    def assemblies(self, keys) -> set[int]:
        return set(Assembly.objects.visible_to(self.user).filter(pk__in=keys).values_list("pk", flat=True))
