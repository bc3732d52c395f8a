"""What was finished before the system was in use, and counts with the cases."""

from django.db.models import QuerySet

from consult.enums import PastOutcome
from consult.models import PastConsultation, PastMatter


def past_consultations() -> QuerySet:
    return PastConsultation.objects.standing()


def past_minutes() -> QuerySet:
    """Old minutes that bear a number."""
    return past_consultations().filter(minutes_number__isnull=False)


def past_matters() -> QuerySet:
    """As with the cases, what was not agreed is no matter of the minutes."""
    return PastMatter.objects.standing().filter(past__consensus=True)


def past_done_matters() -> QuerySet:
    return past_matters().filter(outcome__in=[PastOutcome.DONE, PastOutcome.PARTLY])


def past_declined_matters() -> QuerySet:
    return past_matters().filter(outcome=PastOutcome.DECLINED)
