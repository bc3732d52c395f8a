"""A year with many subjects is published behind: ordered by a button, made in one transaction, told how far it is."""

from collections.abc import Callable
from uuid import uuid4

from django.db import transaction

from members.models import Job
from members.operations import notify, order
from members.workflow import Refused
from reports.facts.points.rounds import Round, round_of_row
from reports.models import PointsYear
from reports.operations.points.years import begin, publish

PUBLISH = "reports.publish_points"
# So many are published while the person waits; more take longer than a page may.
MOST_AT_ONCE = 500


@transaction.atomic
def order_publishing(a_round: Round, *, by, **accepted) -> Job:
    """`accepted`: what the person said of open appeals and missing marks."""
    row = begin(a_round, by=by)
    title = f"公布{a_round.name}结果"[:160]
    return order(PUBLISH, key=f"points-year:{uuid4()}", by=by, title=title, year=row.pk, accepted=accepted)


def publish_ordered(job: Job, *, told: Callable) -> dict:
    """Under the rights that the person has now. A second run finds it published and does nothing."""
    a_round, by = (
        round_of_row(PointsYear.objects.select_related("region").get(pk=job.arguments["year"])),
        job.ordered_by,
    )
    if a_round.is_published:
        return {"url": _url(a_round)}
    if not by.has_perm(PUBLISH, a_round):
        return {"fault": "您已经没有公布考核结果的权限。"}
    try:
        publish(a_round, by=by, told=told, **job.arguments["accepted"])
    except Refused as why:
        notify([by], f"{a_round.name}结果没有公布：{why}"[:200], url=_url(a_round))
        return {"fault": str(why)}
    notify([by], f"已公布{a_round.name}结果"[:200], url=_url(a_round))
    return {"url": _url(a_round)}


def _url(a_round: Round) -> str:
    return f"/points/rounds/{a_round.region.pk}/{a_round.scheme.code}/{a_round.year}/"
