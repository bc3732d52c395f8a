"""亮点: a consultation, a matter or an activity that is worth telling, and why, in one sentence."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from consult.models import Consultation, Matter
from members.models import User
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions.bulletins import SEE_TOLD
from members.permissions.relations import Scope
from rooms.models import Activity, Room


def of_own_rooms(user) -> Q:
    """Whose room's records the person sees with the room: as one of its team, as the body over it, as its guidance."""
    team, bodies, guides = (user.units_as(*SEE_TOLD[each]) for each in ("own_room", "approver", "guided"))
    return Q(room__unit__in=team) | Q(room__approver__in=bodies) | Q(room__guidance__in=guides)


class HighlightQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(of_own_rooms(user) | under(user.paths_as(*SEE_TOLD["region"]), "room__unit__region__path"))

    def standing(self):
        """Marked still, and of nothing that was taken out or closed to others since."""
        told = Q(activity__isnull=True) | Q(activity__removed_at__isnull=True, activity__is_confidential=False)
        return self.filter(told, Q(matter__isnull=True) | Q(matter__removed_at__isnull=True), removed_at__isnull=True)

    def for_page(self):
        return self.select_related(
            "room__unit__region",
            "room__approver",
            "case__topic",
            "matter__consultation__topic",
            "activity",
            "marked_by",
        )


class Highlight(models.Model):
    room = models.ForeignKey(Room, models.PROTECT, related_name="highlights", verbose_name="联络室")
    case = models.ForeignKey(Consultation, models.PROTECT, null=True, related_name="highlights")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="highlights")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, related_name="highlights")
    on = models.DateField("日期")
    sentence = models.CharField("亮点", max_length=200)
    marked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(default=timezone.now)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = HighlightQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "亮点"
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False, matter__isnull=True, activity__isnull=True)
                | Q(case__isnull=True, matter__isnull=False, activity__isnull=True)
                | Q(case__isnull=True, matter__isnull=True, activity__isnull=False),
                name="highlight_of_one_thing",
            ),
            *(
                models.UniqueConstraint(
                    fields=[name], condition=Q(removed_at__isnull=True), name=f"highlight_of_{name}_once"
                )
                for name in ("case", "matter", "activity")
            ),
            pair_constraint("removed_at", "removed_by", name="highlight_removed_pair"),
        ]
        indexes = [models.Index(fields=["room", "-on", "-id"], name="highlight_of_room")]

    def __str__(self):
        return self.sentence

    def get_absolute_url(self) -> str:
        return self.thing.get_absolute_url()

    @property
    def thing(self) -> Consultation | Matter | Activity:
        return self.case or self.matter or self.activity

    @property
    def what(self) -> str:
        """Of which kind of thing: 协商, 事项, 活动."""
        return "协商" if self.case_id else "事项" if self.matter_id else "活动"

    @property
    def title(self) -> str:
        return title_of(self.thing)

    @property
    def ledger_label(self) -> str:
        return f"{self.what}亮点"

    def rights_scope(self) -> Scope:
        return self.room.rights_scope()


def day_of(thing) -> date:
    """The day on which it happened: of an activity its own; of a case or matter that is over the day of its end."""
    if isinstance(thing, Activity):
        return thing.on
    over = thing.ended_at if isinstance(thing, Consultation) else thing.closed_at
    return timezone.localdate(over) if over else timezone.localdate()


def title_of(thing) -> str:
    if isinstance(thing, Activity):
        return str(thing)
    return thing.title if isinstance(thing, Consultation) else thing.text
