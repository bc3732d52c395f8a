"""Filters of the pools."""

import django_filters
from django.db.models import Q

from members.enums import RegionKind
from members.filters.controls import WordsFilter
from members.models import Expert, Member, Region
from members.queries import city_paths


class PoolFilter(django_filters.FilterSet):
    """Both kinds of people bear the same words."""

    q = WordsFilter(label="姓名、拼音、单位", method="by_words", max_length=60)
    tag = WordsFilter(label="特长", method="by_tag", max_length=20)
    region = django_filters.ModelChoiceFilter(
        label="区域", queryset=Region.objects.none(), empty_label="全部区域", method="by_region"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        places = Region.objects.active().within_any(city_paths(self.request.user)).filter(kind=RegionKind.TOWNSHIP)
        self.filters["region"].queryset = places.order_by("path")

    def by_tag(self, rows, name, value):
        return rows.filter(specialities__contains=[value.strip()])


class SpecialistFilter(PoolFilter):
    class Meta:
        model = Member
        fields = ["q", "tag", "region"]

    def by_words(self, rows, name, value):
        return rows.filter(Q(pk__in=Member.objects.find(value).order_by().values("pk")) | Q(employer__contains=value))

    def by_region(self, rows, name, value):
        return rows.filter(Q(home__path__startswith=value.path) | Q(work__path__startswith=value.path))


class ExpertFilter(PoolFilter):
    class Meta:
        model = Expert
        fields = ["q", "tag", "region"]

    def by_words(self, rows, name, value):
        return rows.filter(Q(pk__in=Expert.objects.find(value).order_by().values("pk")) | Q(identity__contains=value))

    def by_region(self, rows, name, value):
        return rows.filter(region__path__startswith=value.path)
