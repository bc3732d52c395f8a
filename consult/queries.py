"""Reads that pages, gates and statistics share."""

from django.db.models import Count, F, Func, IntegerField, Q, Value

from consult.enums import (
    MatterLevel,
    MatterState,
    MeetingState,
    SubmissionKind,
    SubmissionState,
)
from consult.models import Consultation, Matter, Statement, Submission


def standing_matters(consultation):
    return consultation.matter_set.standing()


def agreed_matters(consultation):
    return standing_matters(consultation).filter(consensus=True)


def dissents(consultation):
    """Statements of dissent in all meetings of the case."""
    return Statement.objects.standing().filter(
        meeting__consultation=consultation, is_dissent=True
    )


def unsent_city_matters(consultation):
    """City-level matters of the signed minutes that no submission has taken to the office."""
    sent = Submission.objects.filter(
        consultation=consultation, kind=SubmissionKind.MATTER, matter__isnull=False
    ).exclude(state=SubmissionState.RETURNED)
    return (
        agreed_matters(consultation)
        .filter(level=MatterLevel.CITY)
        .exclude(pk__in=sent.values("matter"))
    )


def unmet_categories(consultation, pack) -> list:
    """Categories of the pack with fewer people than asked, as (category, how many there are)."""
    counts = dict(
        consultation.participant_set.standing()
        .values_list("category")
        .annotate(n=Count("pk"))
        .values_list("category", "n")
    )
    total = sum(counts.values())
    unmet = []
    for category in pack.categories:
        n = counts.get(category.code, 0)
        short = category.min is not None and n < category.min
        thin = category.ratio is not None and n < category.ratio * total
        if category.mode != "off" and (short or thin):
            unmet.append((category, n))
    return unmet


def measure(consultation, name: str, pack) -> int:
    """Count one thing of one consultation; the names are those of rooms.enums.Measure that gates may use."""
    matters = agreed_matters(consultation)
    counted = {
        "participants": lambda: consultation.participant_set.standing().count(),
        "unmet_categories": lambda: len(unmet_categories(consultation, pack)),
        "research_records": lambda: consultation.research_set.standing().count(),
        "meetings": lambda: consultation.meeting_set.filter(
            state=MeetingState.ENDED
        ).count(),
        "matters": matters.count,
        "matters_without_unit": lambda: matters.filter(
            suggested_units__isnull=True
        ).count(),
        "unexplained_dissents": lambda: (
            dissents(consultation).filter(explained_at__isnull=True).count()
        ),
        "unsent_city_matters": lambda: unsent_city_matters(consultation).count(),
        "open_matters": lambda: matters.filter(
            state__in=[MatterState.NOTED, MatterState.PENDING, MatterState.RUNNING]
        ).count(),
    }
    return counted[name]()


def pieces_of(words: str) -> list[str]:
    """The two-character pieces of a text, as the database's text_pieces() cuts it."""
    lowered = words.lower()
    return sorted({lowered[i : i + 2] for i in range(max(len(lowered) - 1, 1))} - {""})


def search(user, words: str):
    """Consultations that the person sees whose topic holds the words; words of one character only in titles."""
    words = words.strip()
    rows = Consultation.objects.visible_to(user)
    if not words:
        return rows.none()
    if len(words) == 1:
        return rows.filter(topic__title__contains=words)
    # The pieces find candidates through the index; the text decides.
    holds = (
        Q(topic__title__icontains=words)
        | Q(topic__why__icontains=words)
        | Q(topic__place__icontains=words)
    )
    return rows.filter(holds, topic__pieces__contains=pieces_of(words))


def similar_topics(
    user, title: str, *, apart_from=None, most: int = 5
) -> list[Consultation]:
    """Earlier consultations that the person sees whose titles share the most pieces with this one, best first."""
    pieces = pieces_of(title.strip())
    if len(title.strip()) < 2:
        return []
    shared = Func(
        F("topic__title_pieces"),
        Value(pieces),
        template="cardinality(ARRAY(SELECT unnest(%(expressions)s)))",
        arg_joiner=") INTERSECT SELECT unnest(",
        output_field=IntegerField(),
    )
    rows = (
        Consultation.objects.visible_to(user)
        .filter(topic__title_pieces__overlap=pieces)
        .exclude(pk=apart_from.pk if apart_from else None)
        .annotate(shared=shared)
        # One common piece (小区, 改造) says nothing; a third of the title does.
        .filter(shared__gte=max(2, len(pieces) // 3))
        .select_related("topic", "room__unit")
        .order_by("-shared", "-pk")
    )
    return list(rows[:most])


def overdue_first(rows):
    return rows.order_by(F("due_on").asc(nulls_last=True), "pk")


def open_assignments_of(matter: Matter):
    return matter.assignments.open()
