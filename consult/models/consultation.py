from functools import reduce
from operator import or_

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import JSONObject
from django.utils import timezone

from consult.enums import ConsultationState, Ending, Importance, Step
from consult.models.topic import ApprovalStep, Topic
from members.enums import RoleCode
from members.models import Attachment, Keeping, User
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions import Scope
from members.permissions.who_sees import SEE_CONSULTATION
from rooms.models import CalendarDay, Convener, PracticeVersion, Room
from rooms.practice import Practice, of_key

MOVED_DAY = {"date": "date", "is_workday": "is_workday", "name": "name"}


def keys_in_any(sets: list):
    """Keys that stand in one of these sets of keys; each set is looked up by its own index."""
    return sets[0].union(*sets[1:]) if sets[1:] else sets[0] if sets else []


class ConsultationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Own room, rooms approved or guided, the whole region for city roles, and bodies that a route asked.

        Each way of seeing is a set of its own: an OR over joined tables would read every consultation there is.
        """
        near, city = self._seen_near(user), self._seen_in_city(user)
        if city is None:
            return self.filter(pk__in=keys_in_any(near))
        return self.filter(reduce(or_, (models.Q(pk__in=keys) for keys in near), models.Q(room__in=city)))

    def _seen_near(self, user) -> list:
        """Keys seen through the person's own room, body or guidance group: few among all."""
        seen = []
        if own := user.units_as(*SEE_CONSULTATION["own_room"]):
            seen.append(ConsultationRoom.objects.filter(room__unit__in=own).order_by().values("consultation"))
        if bodies := user.units_as(*SEE_CONSULTATION["approver"]):
            seen.append(self._of_rooms(approver__in=bodies))
        if guided := user.units_as(*SEE_CONSULTATION["guided"]):
            seen.append(self._of_rooms(guidance__in=guided))
        if committees := user.units_as(RoleCode.CITY_COMMITTEE):
            asked = self.model.objects.filter(importance=Importance.IMPORTANT, approval__steps__unit__in=committees)
            seen.append(asked.order_by().values("pk"))
        if offices := user.units_as(*SEE_CONSULTATION["asked"]):
            steps = ApprovalStep.objects.filter(unit__in=offices, is_office=True).order_by()
            seen.append(steps.values("approval__consultation"))
        return seen

    def _of_rooms(self, **rooms):
        return self.model.objects.filter(room__in=Room.objects.filter(**rooms)).order_by().values("pk")

    def _seen_in_city(self, user):
        """Rooms of the regions over which the person holds a city role; None without such a role."""
        paths = user.paths_as(*SEE_CONSULTATION["region"])
        return Room.objects.filter(under(paths, "unit__region__path")).order_by().values("pk") if paths else None

    def running(self):
        return self.filter(state=ConsultationState.RUNNING)

    def with_rooms(self):
        """With the units of all their rooms and who convenes these: what rights over a case ask for."""
        rooms = ConsultationRoom.objects.filter(consultation=models.OuterRef("pk"))
        conveners = Convener.objects.on(timezone.localdate())
        conveners = conveners.filter(room__joined_consultations__consultation=models.OuterRef("pk"))
        units = self.annotate(room_units=ArraySubquery(rooms.values("room__unit")))
        return units.annotate(convened_by=ArraySubquery(conveners.values("user")))

    def for_page(self):
        """With what a page of one case needs; the pack's text stays in the database, see rooms.practice.of."""
        recorded = self.model.objects.filter(pk=models.OuterRef("pk"), checkpointrecord_set__isnull=False)
        entered = self.model.objects.filter(pk=models.OuterRef("pk"), checkpointentry_set__isnull=False)
        steps = ApprovalStep.objects.select_related("unit", "decided_by")
        return (
            self.select_related(
                "topic__region",
                "room__unit__region",
                "room__approver",
                "practice",
                "approval",
                "created_by",
                "minutes__signed_by",
                "minutes__countersigned_by",
            )
            .defer("practice__text", "practice__resolved", "topic__pieces", "topic__title_pieces", "minutes__sections")
            .with_rooms()
            # A few dozen days that the office moved: limits of the page are counted around them.
            .annotate(moved_days=ArraySubquery(CalendarDay.objects.values(row=JSONObject(**MOVED_DAY))))
            # Few cases have a waiver or went without consensus; the others are spared the question.
            .annotate(has_records=models.Exists(recorded), has_entries=models.Exists(entered))
            .annotate(common_topic=models.F("topic__common"))
            .prefetch_related(models.Prefetch("approval__steps", queryset=steps))
        )


class Consultation(models.Model):
    """协商: one run of the six steps on one topic, in one room or several jointly.

    `state` is moved by the table in consult.workflow, `stage` (a code of the pinned pack) by consult.workflow.move_to.
    """

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="consultations")
    room = models.ForeignKey(Room, models.PROTECT, related_name="consultations", verbose_name="联络室")
    practice = models.ForeignKey(PracticeVersion, models.PROTECT, related_name="consultations")
    # Case number of the room in the year of beginning.
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    state = models.CharField(
        max_length=20,
        choices=ConsultationState.choices,
        default=ConsultationState.RUNNING,
    )
    stage = models.CharField(max_length=40)
    # The canonical step of the stage, kept beside it for lists and statistics.
    step = models.CharField(max_length=20, choices=Step.choices, default=Step.TOPIC)
    stage_entered_at = models.DateTimeField(default=timezone.now)
    importance = models.CharField(
        "重要程度",
        max_length=20,
        choices=Importance.choices,
        default=Importance.ORDINARY,
    )
    importance_reason = models.CharField("列为重要议题的理由", max_length=500, blank=True)
    # Class of the problem by the pack (一般、普遍、全局); empty where the place does not class them.
    triage = models.CharField("问题分类", max_length=40, blank=True)
    similar_seen_at = models.DateTimeField(null=True)
    participants_fixed_at = models.DateTimeField(null=True)
    participants_fixed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # 补录: held on paper, entered afterwards with its real dates and a scan.
    is_backfilled = models.BooleanField("补录", default=False)
    backfill_reason = models.CharField("补录说明", max_length=200, blank=True)
    ending = models.CharField(max_length=20, choices=Ending.choices, blank=True)
    ending_note = models.TextField(max_length=2000, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged_here")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="consultations_begun")
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "协商"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["room", "year", "number"], name="consultation_number_once"),
            pair_constraint("ended_at", "ended_by", name="consultation_ended_pair"),
            pair_constraint(
                "participants_fixed_at",
                "participants_fixed_by",
                name="participants_fixed_pair",
            ),
        ]
        indexes = [
            models.Index(fields=["room", "-id"], name="consultation_room"),
            models.Index(fields=["room", "state", "-id"], name="consultation_room_state"),
            models.Index(fields=["state", "step", "-id"], name="consultation_state_step"),
            models.Index(fields=["topic"], name="consultation_topic"),
            models.Index(fields=["state", "stage_entered_at", "id"], name="consultation_waiting_longest"),
        ]

    def __str__(self):
        return self.topic.title

    def get_absolute_url(self) -> str:
        return f"/consultations/{self.pk}/"

    @property
    def pack(self) -> Practice:
        """How the place does it, by the version under which the case began."""
        return of_key(self.practice_id)

    @property
    def stop(self) -> str:
        """Where the case stands, as a page that moves it on names it."""
        return f"{self.stage}/{self.step}"

    @property
    def class_name(self) -> str:
        """What its topic is about, as the place calls it; empty where nothing was chosen."""
        about = self.pack.topic_class(self.topic.topic_class)
        return about.name if about else ""

    def say(self, sentence: str, **values) -> str:
        """A sentence in the place's own words, see Practice.say."""
        return self.pack.say(sentence, **values)

    @property
    def title(self) -> str:
        return self.topic.title

    @property
    def label(self) -> str:
        """The case number as it is written: 白杨社区〔2026〕协商第3号."""
        return f"{self.room.unit.short_name}〔{self.year}〕协商第{self.number}号"

    @property
    def ledger_label(self) -> str:
        return self.label

    @property
    def is_running(self) -> bool:
        return self.state == ConsultationState.RUNNING

    def units_of_rooms(self) -> list[int]:
        """Keys of the units of all its rooms; a page's query has brought them along."""
        if "room_units" in self.__dict__:
            return self.room_units
        return list(self.joined_rooms.values_list("room__unit", flat=True))

    def is_convened_by(self, user) -> bool:
        """The person is appointed convener of one of its rooms; a page's query has brought them along."""
        if "convened_by" in self.__dict__:
            return user.pk in self.convened_by
        return user.convenerships.on(timezone.localdate()).filter(room__unit__in=self.units_of_rooms()).exists()

    def room_keeping(self, why_stays: str = "") -> Keeping:
        """Files of the room's own records: its staff keeps them."""
        scope = Scope(rooms=frozenset(self.units_of_rooms()), state=self.state)
        return Keeping(scope, self, self.get_absolute_url(), why_stays)

    def body_keeping(self, unit_id: int) -> Keeping:
        """Files of what a body said: its own people keep them."""
        return Keeping(Scope(approvers=frozenset([unit_id]), state=self.state), self, self.get_absolute_url())

    def rights_scope(self) -> Scope:
        steps = list(self.approval.steps.all())
        is_important = self.importance == Importance.IMPORTANT
        return Scope(
            rooms=frozenset(self.units_of_rooms()),
            lead_rooms=frozenset([self.room.unit_id]),
            approvers=frozenset([self.room.approver_id]),
            asked=frozenset(step.unit_id for step in steps if is_important or step.is_office),
            deciders=frozenset(step.unit_id for step in steps if step.is_open),
            entering=frozenset(code for step in steps if step.is_open for code in step.enters),
            guides=frozenset([self.room.guidance_id]) - {None},
            path=self.room.unit.region.path,
            state=self.state,
        )


class ConsultationRoom(models.Model):
    """One of the rooms that hold a consultation together; exactly one leads, and figures count it for that one."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="joined_rooms")
    room = models.ForeignKey(Room, models.PROTECT, related_name="joined_consultations")
    lead = models.BooleanField("牵头", default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "协商联络室"
        ordering = ["-lead", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "room"], name="room_joins_once"),
            models.UniqueConstraint(
                fields=["consultation"],
                condition=models.Q(lead=True),
                name="one_lead_room",
            ),
        ]

    def __str__(self):
        return f"{self.room}：{self.consultation}"
