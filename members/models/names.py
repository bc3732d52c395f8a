"""Names that are sorted and found by pinyin, and the marks that many rows share."""

from django.db import models

from members.models.pinyin import MOST_LETTERS, pinyin_of


class Named(models.Model):
    """A row with a Chinese name; `pinyin` follows the name on every save."""

    # The columns out of which `pinyin` is made.
    SPELLED = ("name",)

    name = models.CharField("名称", max_length=80)
    pinyin = models.CharField(max_length=MOST_LETTERS, editable=False, db_index=True, default="")

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    def save(self, *args, update_fields=None, **kwargs):
        self.pinyin = self.spell()
        if update_fields is not None and not set(self.SPELLED).isdisjoint(update_fields):
            update_fields = {*update_fields, "pinyin"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def spell(self) -> str:
        return pinyin_of(self.name)


class NamedQuerySet(models.QuerySet):
    def find(self, words: str):
        """Rows whose name holds the words, or whose pinyin or initials begin with them."""
        words = words.strip()
        if not words:
            return self
        lowered = words.lower().replace(" ", "")
        found = models.Q(pinyin__startswith=lowered) | models.Q(pinyin__contains=f" {lowered}")
        for column in self.model.SPELLED:
            found |= models.Q(**{f"{column}__contains": words})
        return self.filter(found)


class DatedQuerySet(models.QuerySet):
    """Rows with `starts_on` and an open or set `ends_on` (the last day that counts)."""

    def on(self, day):
        return self.filter(starts_on__lte=day).filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=day))


def dated_constraint(name: str) -> models.CheckConstraint:
    """The end of a dated row is not before its start."""
    return models.CheckConstraint(
        condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
        name=name,
    )


def pair_constraint(first: str, second: str, *, name: str) -> models.CheckConstraint:
    """Who and when come together or not at all."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
        | models.Q(**{f"{first}__isnull": False, f"{second}__isnull": False}),
        name=name,
    )
