"""The records of each measure of what is told of the work: bulletins, what rooms send in for them, articles.

Issues and articles of the time before the system was in use are records of another table; each is counted once, where
it was written down.
"""

from django.db.models import QuerySet

from proposals.enums import PublicationKind
from proposals.models import PastPublication
from reports.models import Bulletin, Contribution, MediaArticle


def bulletins() -> QuerySet:
    return Bulletin.objects.issued()


def contributions() -> QuerySet:
    return Contribution.objects.counted()


def contributions_adopted() -> QuerySet:
    return Contribution.objects.adopted()


def articles() -> QuerySet:
    return MediaArticle.objects.confirmed()


def past_bulletins() -> QuerySet:
    return PastPublication.objects.standing().filter(kind=PublicationKind.BULLETIN)


def past_articles() -> QuerySet:
    return PastPublication.objects.standing().filter(kind=PublicationKind.ARTICLE)
