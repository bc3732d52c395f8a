from django.db import models

from consult.models.consultation import Consultation


class OwnedQuerySet(models.QuerySet):
    """Rows that belong to a consultation are seen by whoever sees it."""

    def visible_to(self, user):
        return self.filter(consultation__in=Consultation.objects.visible_to(user))

    def for_page(self):
        return self.select_related(
            "consultation__topic__region",
            "consultation__room__unit__region",
            "consultation__room__approver",
            "consultation__practice",
            "consultation__approval",
        ).defer(
            "consultation__practice__text",
            "consultation__practice__resolved",
            "consultation__topic__pieces",
            "consultation__topic__title_pieces",
        )

    def standing(self):
        """Rows that were not taken out; taken-out rows stay in the record."""
        return self.filter(removed_at__isnull=True)


class OwnedByConsultation(models.Model):
    """A record of one consultation: `version` guards against silent overwriting."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="%(class)s_set")
    version = models.PositiveIntegerField(default=1)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True

    def rights_scope(self):
        return self.consultation.rights_scope()

    def keeping(self):
        return self.consultation.room_keeping()
