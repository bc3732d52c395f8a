"""Jobs of this app."""

from datetime import date

from django.utils import timezone

from members.tasks import job_task
from rooms import calendar, operations
from rooms.operations import hearings, rules, term_warnings, time_limits


@job_task("rooms.days")
def keep_days(job):
    """Once a day: the days of this year and the next exist and stand where the rules put them; people are reminded."""
    settled = operations.settle_days()
    done = {"made": settled.made, "moved": len(settled.moved), "dropped": len(settled.dropped)}
    reminded = operations.remind_of_days() + operations.remind_of_duty()
    return {**done, "reminded": reminded, "asked": operations.ask_for_records()}


@job_task(rules.IN_EFFECT)
def rule_in_effect(job):
    return {"told": rules.tell_in_effect(job.arguments["version"])}


@job_task("rooms.remind_requirements")
def remind_requirements(job):
    """Every hour; what would be said at night or on a day off is said in the next office hour."""
    if not calendar.is_office_time(timezone.now(), overrides=calendar.overrides()):
        return {"told": 0}
    return {"told": hearings.remind()}


@job_task("rooms.warn_of_terms")
def warn_of_terms(job):
    return {"told": term_warnings.warn_of_terms()}


@job_task("rooms.remind_limits")
def remind_limits(job):
    """Every hour: out of office hours nobody is told of anything, and what was to be said is said later."""
    return {"recounted": time_limits.recount_provisional(), "told": time_limits.remind()}


@job_task(time_limits.RECOUNT)
def recount_limits(job):
    day, why = date.fromisoformat(job.arguments["day"]), job.arguments["why"]
    return {"moved": len(time_limits.recount_by_day(day, by=job.ordered_by, why=why))}
