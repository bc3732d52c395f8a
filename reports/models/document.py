import secrets

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from members.models import Job, User

# Without 0/O and 1/I: the code is read from paper and typed by hand.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_verify_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


class Document(models.Model):
    """文书: one printed document of one record in one version; the file comes from a job."""

    kind = models.CharField(max_length=40)
    object_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.CharField(max_length=40)
    object = GenericForeignKey("object_type", "object_id")
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    # What the document is made from, frozen when it was ordered.
    content = models.JSONField(default=dict)
    # Why it cannot be made, in words for the user: trying again would not help.
    fault = models.CharField(max_length=200, blank=True)
    # Places on the pages to be mended, in points: {"page", "x", "y", "width", "height", "sentence"}.
    marks = models.JSONField(default=list)
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="documents")
    file = models.FileField(upload_to="documents/%Y/%m/", blank=True)
    word = models.FileField(upload_to="documents/%Y/%m/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    is_official = models.BooleanField(default=False)
    verify_code = models.CharField(max_length=12, unique=True, default=new_verify_code)
    ordered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ordered_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "文书"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_type", "object_id", "version"],
                name="document_version_once",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def page_numbers(self) -> range:
        return range(1, self.pages + 1)

    @property
    def sentences(self) -> list[str]:
        """What is to be mended, each thing once."""
        return list(dict.fromkeys(mark["sentence"] for mark in self.marks))
