"""媒体稿件: what an outlet printed or put out about the work of the rooms."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from consult.models import Consultation
from members.models import Attachment, Keeping, Unit, User
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions.bulletins import SEE_TOLD
from members.permissions.relations import Scope
from proposals.enums import OutletLevel
from reports.enums import ArticleState
from reports.models.highlight import of_own_rooms
from rooms.models import Room


class ArticleQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(of_own_rooms(user) | under(user.paths_as(*SEE_TOLD["region"]), "office__region__path"))

    def for_page(self):
        return self.select_related(
            "office__region", "room__unit__region", "room__approver", "case__topic", "entered_by", "judged_by"
        )

    def confirmed(self):
        """Those that count."""
        return self.filter(state=ArticleState.CONFIRMED)


class MediaArticle(models.Model):
    """One article, entered by a room or an office; the office of the city says whether it counts."""

    # The office in whose register it stands.
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="采信单位")
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name="联络室"
    )
    case = models.ForeignKey(
        Consultation, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name="协商"
    )
    outlet = models.CharField("媒体", max_length=60)
    level = models.CharField("媒体级别", max_length=20, choices=OutletLevel.choices)
    published_on = models.DateField("刊发日期")
    title = models.CharField("标题", max_length=120)
    author = models.CharField("作者", max_length=60, blank=True)
    link = models.URLField("网址", max_length=500, blank=True, validators=[URLValidator(["http", "https"])])
    state = models.CharField(max_length=20, choices=ArticleState.choices, default=ArticleState.ENTERED)
    # Why it does not count, in words for whoever entered it.
    reason = models.CharField("原因", max_length=200, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    judged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "媒体稿件"
        ordering = ["-published_on", "-pk"]
        constraints = [
            pair_constraint("judged_at", "judged_by", name="article_judged_pair"),
            models.CheckConstraint(
                condition=Q(state=ArticleState.ENTERED, judged_at__isnull=True)
                | (~Q(state=ArticleState.ENTERED) & Q(judged_at__isnull=False)),
                name="article_judged_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=ArticleState.STRUCK) | ~Q(reason=""), name="article_struck_with_a_reason"
            ),
            models.CheckConstraint(condition=Q(case__isnull=True) | Q(room__isnull=False), name="article_case_of_room"),
        ]
        indexes = [
            models.Index(fields=["office", "-published_on", "-id"], name="article_of_office"),
            models.Index(fields=["-published_on", "-id"], name="article_latest"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:article", args=[self.pk])

    @property
    def ledger_label(self) -> str:
        return f"{self.published_on:%Y年%-m月%-d日}媒体稿件"

    @property
    def owner_unit(self) -> Unit:
        """The unit in whose record it stands."""
        return self.room.unit if self.room_id else self.office

    def rights_scope(self) -> Scope:
        return self.room.rights_scope() if self.room_id else Scope(path=self.office.region.path)

    def keeping(self) -> Keeping:
        why = "" if self.state == ArticleState.ENTERED else "稿件已经由办公室处理，剪报随它保留。"
        return Keeping(self.rights_scope(), unit=self.owner_unit, url=self.get_absolute_url(), why_stays=why)
