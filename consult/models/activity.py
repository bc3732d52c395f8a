"""Where activities of a room touch consultations: a topic that came out of one, and field work that is one."""

from django.db import models
from django.utils import timezone

from consult.models.consultation import Consultation
from consult.models.topic import Topic
from members.models import User
from rooms.models import Activity


class TopicSource(models.Model):
    """议题来源: the activity out of which a topic came."""

    topic = models.OneToOneField(Topic, models.CASCADE, related_name="origin")
    activity = models.OneToOneField(Activity, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "议题来源"


class CaseActivity(models.Model):
    """协商活动: an activity that was done for a consultation."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="activity_links")
    activity = models.OneToOneField(Activity, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "协商活动"
        ordering = ["activity__on", "pk"]
