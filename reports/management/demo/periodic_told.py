"""What the demonstration's leading office told of the last months: reports made, one published, a circular issued."""

from django.db import transaction
from django.utils import timezone

from members.enums import RoleCode
from members.models import Unit, User
from reports.enums import Recipients
from reports.facts.periodic.timing import rule_of
from reports.models import Distribution, PeriodicReport
from reports.operations import distribution, distribution_lists, periodic
from reports.queries.distribution import units_of

# The months before the last one; of the oldest everything was published and signed for.
MONTHS = 3
NEXT = """抓好三件事：
（一）对当月无记录的联络室逐个走访，帮助查找原因。
（二）年底前完成今年已议定事项的跟踪回访，结果告知参加协商的群众。
（三）逾期事项由承办单位书面说明原因和完成时间。"""


@transaction.atomic
def write() -> None:
    """As it would be had the clock been there: what is missing is made now, and people go on with it."""
    office = User.objects.get(username=RoleCode.LEADING_OFFICE)
    today, region = timezone.localdate(), office.current_roles[0].unit.region
    rule, quarter = (rule_of(region, kind) for kind in ("supervision", "circular"))
    span = rule.latest(today)
    for _ in range(MONTHS - 1):
        span = span.before
    first = _made(rule, span, office)
    for _ in range(MONTHS - 1):
        span = span.after
        _made(rule, span, office)
    periodic.publish_round(first, by=office)
    report = _published(first, office)
    _sent(report, _listed(report.office, office), office)
    circular = _published(_made(quarter, quarter.latest(today), office), office)
    _sent(circular, units_of(("townships", "rooms"), region), office)


def _listed(unit, office) -> list[Unit]:
    """To whom the report of a month goes every time: kept as a list."""
    groups = [Recipients.TOWNSHIPS, Recipients.GUIDANCE]
    units = list(Unit.objects.active().filter(short_name__in=("市住建局", "市城管局")))
    distribution_lists.add(unit, by=office, name="督办月报发送范围", groups=groups, units=units, people=[])
    return [*units_of(groups, unit.region), *units]


def _made(rule, span, office):
    return periodic.make(periodic.begin(rule, span, by=office))


def _published(row, office) -> PeriodicReport:
    report = PeriodicReport.objects.for_page().get(round=row, level="city")
    report = periodic.edit(report, by=office, version=report.version, next_steps=NEXT)
    return periodic.publish(report, by=office, version=report.version)


def _sent(report, units, office) -> None:
    """Most have signed for it; one in four has not, and one signed on paper."""
    rows = distribution.distribute(report, units, sender=report.office, by=office)
    for number, row in enumerate(Distribution.objects.filter(pk__in=[row.pk for row in rows]).for_page()):
        if number == 0:
            distribution.enter_receipt(row, by=office, who="党政办", on=timezone.localdate())
        elif number % 4 and (person := _somebody(row)):
            distribution.acknowledge(row, by=person)


def _somebody(row) -> User | None:
    roles = row.unit.roles.on(timezone.localdate()).select_related("user").order_by("pk")
    return next((role.user for role in roles), None)
