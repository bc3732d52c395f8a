"""A round is begun once for each span, whoever asks for it first: the clock, or somebody of the office."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.models import Job
from members.operations import order, put_again
from members.workflow import Refused, lock
from reports.facts.periodic.timing import Rule, all_rules
from reports.facts.spans import Span
from reports.models import PeriodicRound
from reports.operations.periodic.making import MAKE


@transaction.atomic
def begin(rule: Rule, span: Span, *, by) -> PeriodicRound:
    """Have the reports of a span made; a second call finds the round of the first."""
    if span.until >= timezone.localdate():
        raise Refused(f"{span.name}还没有结束，不能生成报告。")
    # Two at once: one writes the row, and the other waits for it and finds it.
    row, is_new = PeriodicRound.objects.get_or_create(
        region=rule.region,
        kind=rule.kind,
        span=span.code,
        defaults={"since": span.since, "until": span.until, "office": rule.office},
    )
    if not is_new:
        return row
    title = f"{span.name}{row.get_kind_display()}"
    row.job = order(MAKE, key=f"periodic:{row.pk}", by=by, title=title, round=row.pk)
    row.save(update_fields=["job"])
    ledger.record(row, "reports.begin_periodic", by=by, unit=rule.office, sentence=f"开始生成{title}")
    return row


def order_due(today: date | None = None) -> list[PeriodicRound]:
    """Begin every round that is due and was not begun: those of the days on which nothing ran as well."""
    today, begun = today or timezone.localdate(), []
    for rule in all_rules():
        begun += [begin(rule, span, by=None) for span in rule.missing(today)]
    return begun


@transaction.atomic
def resume(row: PeriodicRound, *, by) -> PeriodicRound:
    """Go on with a round whose job gave up; what was made stays."""
    row = lock(row, related=("office",))
    job = Job.objects.select_for_update().filter(pk=row.job_id, failed_at__isnull=False).first()
    if job is None:
        raise Refused("报告已经生成或者正在生成，不用重试。")
    put_again(job)
    ledger.record(row, "reports.begin_periodic", by=by, unit=row.office, sentence=f"重新生成{row}")
    return row
