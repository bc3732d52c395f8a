from dataclasses import dataclass

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from members.enums import AttachmentKind
from members.models.users import User
from members.permissions import Scope


@dataclass(frozen=True)
class Keeping:
    """How a record keeps its files: who may take one away, in which case it lies, and what holds them now."""

    scope: Scope
    case: object = None
    # The page to go back to, and what is in the way.
    url: str = "/"
    why_stays: str = ""
    # The unit in whose chain of the ledger it is told when a file is taken away; of a case its room.
    unit: object = None


class AttachmentQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(removed_at__isnull=True)

    def waiting_of(self, user):
        """Files that the person sent up and that no record owns yet."""
        return self.standing().filter(uploaded_by=user, owner_id__isnull=True)

    def of(self, owner):
        return self.standing().filter(owner_type=ContentType.objects.get_for_model(owner), owner_id=str(owner.pk))


class Attachment(models.Model):
    """附件: a file goes up alone, before its form, and is then owned by the record that the form wrote."""

    file = models.FileField(upload_to="attachments/%Y/%m/")
    thumbnail = models.FileField(upload_to="thumbnails/%Y/%m/", blank=True)
    name = models.CharField("文件名", max_length=255)
    kind = models.CharField(max_length=20, choices=AttachmentKind.choices, default=AttachmentKind.DOCUMENT)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    owner_type = models.ForeignKey(ContentType, models.PROTECT, null=True)
    owner_id = models.CharField(max_length=40, null=True)
    owner = GenericForeignKey("owner_type", "owner_id")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="attachments")
    uploaded_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["pk"]
        indexes = [models.Index(fields=["owner_type", "owner_id"], name="attachment_owner")]

    def __str__(self):
        return self.name

    @property
    def keeping(self) -> Keeping:
        """A record that owns files says itself how it keeps them; one that says nothing gives none away."""
        return self.owner.keeping() if hasattr(self.owner, "keeping") else Keeping(Scope())

    def rights_scope(self) -> Scope:
        return self.keeping.scope

    @property
    def is_photo(self) -> bool:
        return bool(self.thumbnail)
