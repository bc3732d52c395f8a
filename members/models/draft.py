from django.db import models

from members.models.users import User


class DraftQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user=user)


class Draft(models.Model):
    """What a person has typed into a form and not yet sent; kept on the server while typing."""

    user = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    # Which form of which record, for example "consult:new_research:15".
    key = models.CharField(max_length=120)
    label = models.CharField(max_length=120)
    url = models.CharField(max_length=200)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "草稿"
        ordering = ["-saved_at"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_draft_per_form")]

    def __str__(self):
        return self.label


class SentForm(models.Model):
    """A form that was sent: the same one sent again (a double press, a lost answer) does nothing a second time."""

    key = models.UUIDField(unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "已提交表单"

    def __str__(self):
        return str(self.key)
