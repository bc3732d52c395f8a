"""普遍性问题: like problems of several rooms and years, found by their titles and put before the office."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from consult.models import CommonTopic, PastConsultation, Topic
from members.models import Region, User
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions.library import SEE_PROBLEMS
from members.permissions.relations import Scope
from reports.enums import ProblemState
from rooms.models import Room, Voice

# Fewer rooms than these have a problem of their own. [default]
LEAST_ROOMS = 3
# Characters of the shared words by which a group is called.
MOST_NAMED = 12


class CommonProblemQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(under(user.paths_as(*SEE_PROBLEMS["region"]), "region__path"), rooms__gte=LEAST_ROOMS)

    def for_page(self):
        return self.select_related("region", "common__topic", "set_aside_by")


class CommonProblem(models.Model):
    """A group of like topics, past consultations and voices; of fewer than three rooms it is none yet."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="common_problems", verbose_name="区域")
    # Of the title around which the group lies, and what it says of its own: new ones are compared with that.
    title = models.CharField("题目", max_length=120)
    own_words = models.CharField(max_length=80)
    # What more than half of its titles share; counted again whenever one comes or goes.
    shared = models.CharField("共同的词", max_length=120, blank=True)
    rooms = models.PositiveIntegerField("联络室", default=0)
    sources = models.PositiveIntegerField("条数", default=0)
    likeness = models.PositiveSmallIntegerField("相近程度（%）", default=100)
    first_on = models.DateField("最早", null=True)
    last_on = models.DateField("最近", null=True)
    state = models.CharField(max_length=20, choices=ProblemState.choices, default=ProblemState.CANDIDATE)
    reason = models.CharField("暂不处理的理由", max_length=300, blank=True)
    # So many rooms it had then: more of them, and it is put before the office again.
    rooms_then = models.PositiveIntegerField(default=0)
    set_aside_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    set_aside_at = models.DateTimeField(null=True)
    common = models.OneToOneField(CommonTopic, models.PROTECT, null=True, related_name="problem")
    found_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = CommonProblemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "普遍性问题"
        ordering = ["-rooms", "-pk"]
        constraints = [
            pair_constraint("set_aside_at", "set_aside_by", name="problem_set_aside_pair"),
            models.CheckConstraint(
                condition=~Q(state=ProblemState.SET_ASIDE) | ~Q(reason=""), name="problem_set_aside_with_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=ProblemState.PUBLISHED) | Q(common__isnull=False),
                name="problem_published_as_a_topic",
            ),
        ]
        indexes = [models.Index(fields=["region", "-rooms", "-id"], name="problem_widest")]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:problem", args=[self.pk])

    @property
    def name(self) -> str:
        """By what it is called: the one word that its titles share, else the plainest of them."""
        is_one = 1 < len(self.shared) <= MOST_NAMED and "、" not in self.shared
        return self.shared if is_one else self.title.rstrip("。")

    @property
    def ledger_label(self) -> str:
        return f"普遍性问题“{self.name}”"

    @property
    def years(self) -> str:
        """2024—2026年, or the one year."""
        if not self.first_on:
            return ""
        first, last = self.first_on.year, self.last_on.year
        return f"{first}年" if first == last else f"{first}—{last}年"

    def rights_scope(self) -> Scope:
        return Scope(path=self.region.path)


class ProblemSourceQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(taken_out_at__isnull=True)

    def visible_to(self, user):
        return self.filter(problem__in=CommonProblem.objects.visible_to(user))

    def for_page(self):
        return self.select_related("problem__region", "room__unit", "topic", "past", "voice__activity")


class ProblemSource(models.Model):
    """One record of a group: a topic, a past consultation or a voice, of one room on one day."""

    problem = models.ForeignKey(CommonProblem, models.CASCADE, related_name="parts")
    room = models.ForeignKey(Room, models.PROTECT, related_name="+")
    title = models.CharField("题目", max_length=120)
    on = models.DateField("日期")
    likeness = models.PositiveSmallIntegerField("相近程度（%）")
    topic = models.OneToOneField(Topic, models.CASCADE, null=True, related_name="alike")
    past = models.OneToOneField(PastConsultation, models.CASCADE, null=True, related_name="alike")
    voice = models.OneToOneField(Voice, models.CASCADE, null=True, related_name="alike")
    # Somebody of the office said that it is another matter: it stays out of the group.
    taken_out_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_out_at = models.DateTimeField(null=True)

    objects = ProblemSourceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "普遍性问题的来源"
        ordering = ["-on", "-pk"]
        constraints = [
            pair_constraint("taken_out_at", "taken_out_by", name="problem_source_taken_out_pair"),
            models.CheckConstraint(
                condition=Q(topic__isnull=False, past__isnull=True, voice__isnull=True)
                | Q(topic__isnull=True, past__isnull=False, voice__isnull=True)
                | Q(topic__isnull=True, past__isnull=True, voice__isnull=False),
                name="problem_source_is_one",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def kind(self) -> str:
        if self.topic_id:
            return "议题"
        return "历史协商" if self.past_id else "信息、建议"

    def rights_scope(self) -> Scope:
        return self.problem.rights_scope()
