"""Filters of the roll of members."""

import django_filters
from django import forms
from django.db.models import Q

from members.enums import MemberKind, MemberLevel, MemberState, RegionKind
from members.filters.controls import WordsFilter
from members.models import Member, Region, Term
from members.permissions import BY_PERMISSION
from members.queries import city_paths

SORTS = {
    "": ("pinyin", "pk"),
    "sector": ("sector", "pinyin", "pk"),
    "level": ("level", "pinyin", "pk"),
    "committee": ("committee", "pinyin", "pk"),
}
# Who sees how the members of a whole region stand.
STANDING_SEEN_BY = BY_PERMISSION["members.view_standing"].who["region"]
POSTED = [("yes", "已派驻"), ("no", "未派驻"), ("silent", "未派驻且没有写原因")]


class MemberFilter(django_filters.FilterSet):
    q = WordsFilter(label="姓名、拼音、单位", method="by_words", max_length=60)
    level = django_filters.ChoiceFilter(
        label="级别", choices=MemberLevel.choices, empty_label="三级委员", method="by_level"
    )
    kind = django_filters.ChoiceFilter(
        label="委员类别", choices=[*MemberKind.choices, ("none", "未填类别")], empty_label="全部类别", method="by_kind"
    )
    sector = django_filters.ChoiceFilter(label="界别", empty_label="全部界别")
    committee = django_filters.ChoiceFilter(label="专委会", empty_label="全部专委会")
    party = django_filters.ChoiceFilter(label="党派", empty_label="全部党派")
    term = django_filters.ModelChoiceFilter(label="届次", queryset=Term.objects.none(), empty_label="全部届次")
    home = django_filters.ModelChoiceFilter(
        label="居住、工作地", queryset=Region.objects.none(), empty_label="居住、工作地", method="by_home"
    )
    speciality = WordsFilter(label="特长", method="by_speciality", max_length=20)
    state = django_filters.ChoiceFilter(
        label="状态",
        choices=[("active", "在任（含请假、提醒、约谈）"), ("left", "已离任"), *MemberState.choices],
        empty_label="全部状态",
        method="by_state",
    )
    posted = django_filters.ChoiceFilter(label="派驻", choices=POSTED, empty_label="是否派驻", method="by_posted")
    sort = django_filters.ChoiceFilter(
        label="排序",
        choices=[("sector", "按界别"), ("level", "按级别"), ("committee", "按专委会")],
        empty_label="按姓名",
        method="by_nothing",
    )
    # Set by the link of a room.
    room = django_filters.NumberFilter(
        label="联络室", method="by_room", min_value=1, max_value=2**62, widget=forms.HiddenInput
    )

    class Meta:
        model = Member
        fields = ["q", "level", "kind", "sector", "committee", "party", "term", "home", "speciality", "state", "posted"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user, cities = self.request.user, city_paths(self.request.user)
        if not user.holds(*STANDING_SEEN_BY):
            del self.filters["state"]
        for name in ("sector", "committee", "party"):
            # What nobody bears is no choice.
            found = self.queryset.order_by(name).exclude(**{name: ""}).values_list(name, flat=True).distinct()
            self.filters[name].extra["choices"] = [(each, each) for each in found]
        self.filters["term"].queryset = Term.objects.filter(region__path__in=cities)
        places = Region.objects.active().within_any(cities).filter(kind=RegionKind.TOWNSHIP)
        self.filters["home"].queryset = places.order_by("path")

    @property
    def order(self) -> tuple[str, ...]:
        return SORTS.get(self.data.get("sort", ""), SORTS[""])

    def by_words(self, rows, name, value):
        return rows.filter(Q(pk__in=Member.objects.find(value).order_by().values("pk")) | Q(employer__contains=value))

    def by_level(self, rows, name, value):
        return rows.of_level(value)

    def by_kind(self, rows, name, value):
        return rows.filter(kind="" if value == "none" else value)

    def by_home(self, rows, name, value):
        return rows.filter(Q(home__path__startswith=value.path) | Q(work__path__startswith=value.path))

    def by_speciality(self, rows, name, value):
        return rows.filter(specialities__contains=[value.strip()])

    def by_state(self, rows, name, value):
        if value in ("active", "left"):
            return rows.filter(is_active=value == "active")
        return rows.filter(state=value)

    def by_posted(self, rows, name, value):
        if value == "yes":
            return rows.posted()
        rows = rows.active().unposted()
        return rows.filter(unposted_reason="") if value == "silent" else rows

    def by_room(self, rows, name, value):
        return rows.filter(pk__in=Member.objects.all().postings_today().filter(room=value).values("member"))

    def by_nothing(self, rows, name, value):
        """The page orders its rows itself, by the place in the order."""
        return rows
