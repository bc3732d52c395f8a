"""A street that counts points, a county that weighs two assessors, and people of every part in them."""

from datetime import date

from django.utils import timezone

from members.enums import RoleCode
from reports.facts import subjects
from reports.facts.points import rounds_of
from rooms.models import Activity, ActivityPerson, PracticeVersion
from rooms.operations import follow_practice, load_practice
from rooms.practice.reading import seed_text
from tests import factories as make
from tests.rooms.packs import LIGHT

YEAR = 2026
POINTS = """
[[scheme]]
code = "points"
name = "委员积分制"
subject = "member"
minimum = 15
consequence = "向区政协建议请辞"

  [[scheme.item]]
  name = "参加活动"
  measure = "activities"
  points = 5

  [[scheme.item]]
  name = "金点子"
  manual = true
  points = 5
"""
WEIGHED = """
[[scheme]]
code = "members"
name = "履职考核"
subject = "member"
full = 100

  [[scheme.item]]
  name = "履职评价"
  manual = true
  points = 100

  [[scheme.assessor]]
  name = "政协"
  role = "leading_office"
  weight = 0.5

  [[scheme.assessor]]
  name = "街道"
  role = "township"
  weight = 0.5

  [[scheme.grade]]
  name = "表扬"
  top = 1
  consequence = "予以表扬"
"""


def follow(text: str, region=None, *, starts_on=date(2020, 1, 1)):
    number = PracticeVersion.objects.filter(code="light").count() + 1
    version = load_practice(LIGHT.replace('version = "1"', f'version = "{number}"') + text, by=None)
    return follow_practice(region or make.city(), version=version, starts_on=starts_on, by=None)


def follow_shipped(code: str, region):
    version = load_practice(seed_text(code), by=None)
    return follow_practice(region, version=version, starts_on=date(2020, 1, 1), by=None)


def member_of(room, name="邓国梁"):
    user = make.person(RoleCode.MEMBER, unit=room.unit, name=name)
    return make.posted_member(room, user=user, name=name)


def active(member, room, by, times: int, *, kind="visit", on=date(2026, 3, 2)):
    for _ in range(times):
        done = Activity.objects.create(room=room, kind=kind, on=on, what="走访住户", created_by=by, amount=3)
        ActivityPerson.objects.create(activity=done, member=member)


def subject_of(member):
    return subjects.of_member(member, subjects.postings_of([member]).get(member.pk, ()))


def round_of(member, year: int = YEAR):
    [found] = rounds_of(subject_of(member), year)
    return found


def today():
    return timezone.localdate()
