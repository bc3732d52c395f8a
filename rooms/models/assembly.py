"""动员会、培训会、部署会: who was meant to come to a meeting that spreads the work, and who came."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from members.models import Attachment, Member, User
from members.models.names import pair_constraint
from rooms.enums import AssemblyKind
from rooms.models.kept import Kept, KeptQuerySet
from rooms.models.room import Representative

# Column of how many were meant to come (0: nobody counted them) → column of how many came.
# The villages' and townships' are for all 党员干部 and 群众代表.
COUNTS = {"party_wanted": "party_came", "mass_wanted": "mass_came", "others_wanted": "others_came"}


class AssemblyQuerySet(KeptQuerySet):
    def standing(self):
        """Assemblies that were not taken out; taken-out ones stay in the record."""
        return self.filter(removed_at__isnull=True)

    def of_level(self, level):
        return self.filter(region__kind=level)

    def with_totals(self):
        return self.annotate(
            wanted=F("party_wanted") + F("mass_wanted") + F("others_wanted"),
            came=F("party_came") + F("mass_came") + F("others_came"),
        )

    def by_level(self):
        """How many of each kind at each level, and how many people they reached: the figures of the register."""
        people = F("party_came") + F("mass_came") + F("others_came")
        rows = self.standing().order_by().values("region__kind", "kind")
        return rows.annotate(count=models.Count("pk"), people=models.Sum(people))


class Assembly(Kept):
    """One 动员会, 部署会 or 培训会 of a level: of the city, a township, a village."""

    kind = models.CharField("类别", max_length=20, choices=AssemblyKind.choices)
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=120)
    # Often a body that has no unit here, such as the party branch of a village.
    organiser = models.CharField("主办单位", max_length=80)
    theme = models.CharField("主题", max_length=120)
    audience = models.CharField("参加范围", max_length=200, blank=True)
    what = models.TextField("主要内容", max_length=4000, blank=True)
    party_wanted = models.PositiveIntegerField("党员干部应到", default=0)
    party_came = models.PositiveIntegerField("党员干部实到", default=0)
    mass_wanted = models.PositiveIntegerField("群众代表应到", default=0)
    mass_came = models.PositiveIntegerField("群众代表实到", default=0)
    others_wanted = models.PositiveIntegerField("其他人员应到", default=0)
    others_came = models.PositiveIntegerField("其他人员实到", default=0)
    members = models.ManyToManyField(Member, related_name="assemblies", blank=True, verbose_name="到会委员")
    representatives = models.ManyToManyField(
        Representative, related_name="assemblies", blank=True, verbose_name="到会代表"
    )
    users = models.ManyToManyField(User, related_name="assemblies", blank=True, verbose_name="到会工作人员")
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = AssemblyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会议登记"
        ordering = ["-held_on", "-pk"]
        constraints = [
            pair_constraint("removed_at", "removed_by", name="assembly_removed_pair"),
            *(
                models.CheckConstraint(
                    condition=Q(**{wanted: 0}) | Q(**{f"{came}__lte": F(wanted)}), name=f"assembly_{came}"
                )
                for wanted, came in COUNTS.items()
            ),
        ]
        indexes = [
            models.Index(fields=["-held_on", "-id"], name="assembly_latest"),
            models.Index(fields=["region", "-held_on"], name="assembly_of_region"),
        ]

    def __str__(self):
        return f"{self.held_on:%Y年%-m月%-d日}{self.get_kind_display()}"

    @property
    def ledger_label(self) -> str:
        return str(self)

    @property
    def counts(self) -> list[tuple[str, int, int]]:
        """By group: its name, how many were meant to come, how many came; groups that nobody asked are left out."""
        names = ("党员干部", "群众代表", "其他人员")
        found = [(getattr(self, wanted), getattr(self, came)) for wanted, came in COUNTS.items()]
        return [(name, *pair) for name, pair in zip(names, found, strict=True) if any(pair)]

    def get_absolute_url(self) -> str:
        return reverse("rooms:assembly", args=[self.pk])
