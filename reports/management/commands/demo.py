"""manage.py demo: write the demonstration's city and cases once; --accounts prints who can sign in."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from consult.models import Consultation
from members.enums import RoleCode
from members.models import Region, User
from reports.management import demo
from reports.management.demo import (
    assessing,
    caring,
    clearing,
    desks,
    doings,
    evaluating,
    gathering,
    gone_up,
    inspections,
    library,
    outside,
    people_records,
    periodic_told,
    proposing,
    put_forward,
    registers,
    room_days,
    telling,
)
from reports.management.demo.city import City
from reports.management.demo.clock import Clock, play
from reports.management.demo.history import Papers
from reports.management.demo.results import tell
from reports.management.demo.story import Story
from reports.management.demo.year import tell_year

CITY_UNIT = "department2"
PASSWORD = "yixian-2026-demo"  # noqa: S105 - printed at every start, refused outside loopback


class Command(BaseCommand):
    help = "写入演示数据（只写一次）；--accounts 列出演示账号。"

    def add_arguments(self, parser):
        parser.add_argument("--accounts", action="store_true", help="列出演示账号和口令")

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("演示数据只能写入演示环境（CONSULT_MODE=demo）。")
        if options["accounts"]:
            self._print_accounts()
        elif Region.objects.exists():
            self.stdout.write("已有数据，不再写入演示数据。")
        else:
            write()
            periodic_told.write()
            self.stdout.write(f"已写入演示数据：{Consultation.objects.count()} 件协商，{User.objects.count()} 个账号。")

    def _print_accounts(self):
        # One for each role, and beside the unit of a township one of the city, which handles reports and proposals.
        shown = [role.value for role in RoleCode]
        shown.insert(shown.index(RoleCode.DEPARTMENT) + 1, CITY_UNIT)
        users = User.objects.filter(username__in=shown)
        self.stdout.write(f"演示账号，密码都是 {PASSWORD}")
        for user in sorted(users, key=lambda user: shown.index(user.username)):
            roles = "；".join(str(role) for role in user.current_roles)
            self.stdout.write(f"  {user.username:<16}{user.name}　{roles}")


@transaction.atomic
def write() -> None:
    """Write everything or nothing; every act goes through the verbs that the pages call, on its own day."""
    data = demo.load()
    city = City(data.organisation, password=PASSWORD, wider=data.wider)
    city.write()
    now, played = timezone.now(), {}
    stories = [tell(Story(case, city, Clock(now), played)) for case in data.cases]
    rest = (
        registers,
        people_records,
        room_days,
        put_forward,
        gathering,
        proposing,
        gone_up,
        evaluating,
        caring,
        inspections,
        library,
        telling,
        assessing,
        clearing,
    )
    others = [each.tell(city, Clock(now)) for each in rest]
    play([*stories, doings.tell(Clock(now)), tell_year(city, Clock(now), played), *others])
    Papers(city, by=User.objects.get(username=RoleCode.LEADING_OFFICE)).write()
    library.find()
    desks.write()
    outside.write()
