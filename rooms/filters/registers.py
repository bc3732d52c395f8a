"""Filters of the registers, the library, the leading groups and the hearings."""

import django_filters
from django.db.models import Q
from django.utils import timezone

from members.enums import RegionKind
from members.filters import DayFilter, WordsFilter
from members.models import Region, Unit
from rooms.enums import AssemblyKind, RequirementState, RuleCategory, StaffDutyKind
from rooms.models import Assembly, Hearing, Requirement, Room, RuleDocument, RuleVersion

LEVELS = [(RegionKind.CITY, "市级"), (RegionKind.TOWNSHIP, "乡镇（街道）级"), (RegionKind.VILLAGE, "村（社区）级")]
SORTS = {"newest": ("-held_on", "-pk"), "oldest": ("held_on", "pk")}


class HeldFilter(django_filters.FilterSet):
    """A register of what was held on a day, newest first unless asked otherwise."""

    level = django_filters.ChoiceFilter(label="级别", field_name="region__kind", choices=LEVELS, empty_label="各级")
    region = django_filters.ModelChoiceFilter(
        label="区域", queryset=Region.objects.none(), empty_label="全部区域", method="by_region"
    )
    since = DayFilter(label="从", field_name="held_on", lookup_expr="gte")
    until = DayFilter(label="到", field_name="held_on", lookup_expr="lte")
    sort = django_filters.ChoiceFilter(
        label="排序", choices=[("newest", "新的在前"), ("oldest", "早的在前")], empty_label=None, method="leave"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held = self.queryset.order_by().values("region")
        # What was held lies in these; the township over a village narrows to all of its villages.
        self.filters["region"].queryset = Region.objects.filter(
            Q(pk__in=held) | Q(pk__in=Region.objects.filter(pk__in=held).values("parent"))
        ).order_by("path")

    @property
    def order(self):
        return SORTS.get(self.data.get("sort"), SORTS["newest"])

    def by_region(self, rows, name, value):
        return rows.filter(region__path__startswith=value.path)

    def leave(self, rows, name, value):
        return rows


class AssemblyFilter(HeldFilter):
    q = WordsFilter(label="主题、主办单位、地点", method="by_words", max_length=60)
    kind = django_filters.ChoiceFilter(label="类别", choices=AssemblyKind.choices, empty_label="各类会议")

    class Meta:
        model = Assembly
        fields = ["q", "level", "kind", "region", "since", "until", "sort"]

    def by_words(self, rows, name, value):
        return rows.filter(Q(theme__icontains=value) | Q(organiser__icontains=value) | Q(place__icontains=value))


class HearingFilter(HeldFilter):
    q = WordsFilter(label="听取单位、会议、内容", method="by_words", max_length=60)
    state = django_filters.ChoiceFilter(
        label="要求",
        choices=[("open", "有待办的要求"), ("late", "有逾期的要求"), ("done", "要求都已办"), ("none", "没有提出要求")],
        empty_label="要求不限",
        method="by_state",
    )

    class Meta:
        model = Hearing
        fields = ["q", "level", "state", "region", "since", "until", "sort"]

    def by_words(self, rows, name, value):
        held = Requirement.objects.filter(text__icontains=value).values("hearing")
        return rows.filter(
            Q(body__icontains=value) | Q(meeting__icontains=value) | Q(reported__icontains=value) | Q(pk__in=held)
        )

    def by_state(self, rows, name, value):
        still = Requirement.objects.filter(state=RequirementState.OPEN).values("hearing")
        asked = Requirement.objects.values("hearing")
        late = Requirement.objects.overdue(timezone.localdate()).values("hearing")
        found = {
            "open": Q(pk__in=still),
            "late": Q(pk__in=late),
            "done": Q(pk__in=asked) & ~Q(pk__in=still),
            "none": ~Q(pk__in=asked),
        }
        return rows.filter(found[value])


class RuleFilter(django_filters.FilterSet):
    q = WordsFilter(label="标题、文号、印发单位、附件名", method="by_words", max_length=60)
    category = django_filters.ChoiceFilter(label="类别", choices=RuleCategory.choices, empty_label="各类文件")
    standing = django_filters.ChoiceFilter(
        label="状态",
        choices=[("now", "现行"), ("coming", "有待施行的版本"), ("ended", "已废止")],
        empty_label="全部状态",
        method="by_standing",
    )

    class Meta:
        model = RuleDocument
        fields = ["q", "category", "standing"]

    def by_words(self, rows, name, value):
        versions = RuleVersion.objects.standing()
        words = Q(reference__icontains=value) | Q(issuer__icontains=value) | Q(note__icontains=value)
        held = versions.filter(words | Q(attachments__name__icontains=value, attachments__removed_at__isnull=True))
        return rows.filter(Q(title__icontains=value) | Q(summary__icontains=value) | Q(pk__in=held.values("document")))

    def by_standing(self, rows, name, value):
        today = timezone.localdate()
        if value == "ended":
            return rows.filter(ended_on__lt=today)
        if value == "coming":
            return rows.filter(coming_on__isnull=False)
        return rows.filter(now_on__isnull=False).exclude(ended_on__lt=today)


class DutyFilter(django_filters.FilterSet):
    """Rooms by the duties that nobody has."""

    q = WordsFilter(label="联络室名称、拼音", method="by_words", max_length=60)
    gap = django_filters.ChoiceFilter(
        label="缺位",
        choices=[("any", "四员不全"), *((kind.value, f"没有{kind.label}") for kind in StaffDutyKind)],
        empty_label="缺位不限",
        method="by_gap",
    )
    region = django_filters.ModelChoiceFilter(
        label="区域", queryset=Region.objects.none(), empty_label="全部区域", method="by_region"
    )

    class Meta:
        model = Room
        fields = ["q", "gap", "region"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        seen = Room.objects.open().visible_to(self.request.user)
        regions = Q(pk__in=seen.values("unit__region")) | Q(pk__in=seen.values("unit__region__parent"))
        self.filters["region"].queryset = Region.objects.filter(regions).order_by("path")

    def by_words(self, rows, name, value):
        return rows.filter(unit__in=Unit.objects.find(value).order_by().values("pk"))

    def by_gap(self, rows, name, value):
        if value != "any":
            return rows.filter(**{f"has_{value}": False})
        some = Q()
        for kind in StaffDutyKind:
            some |= Q(**{f"has_{kind.value}": False})
        return rows.filter(some)

    def by_region(self, rows, name, value):
        return rows.filter(unit__region__path__startswith=value.path)


class PlaceFilter(django_filters.FilterSet):
    """Places of a level by whether they have a leading group."""

    q = WordsFilter(label="区域名称、拼音", method="by_words", max_length=60)
    group = django_filters.ChoiceFilter(
        label="领导小组",
        choices=[("yes", "已成立"), ("no", "还没有")],
        empty_label="全部",
        method="by_group",
    )
    level = django_filters.ChoiceFilter(choices=LEVELS, method="leave")

    class Meta:
        model = Region
        fields = ["q", "group", "level"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Chosen by the tabs above.
        self.form.fields["level"].widget = self.form.fields["level"].hidden_widget()

    def by_words(self, rows, name, value):
        return rows.find(value)

    def by_group(self, rows, name, value):
        return rows.filter(group_pk__isnull=value == "no")

    def leave(self, rows, name, value):
        return rows
