"""Finding consultations by the words of their topics."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, IntegerField, Q, TextField, Value
from django.db.models.functions import Cast

from consult.models import Consultation
from consult.models.topic import wide


def pieces_of(words: str) -> list[str]:
    """The two-character pieces of a text, as the database's text_pieces() cuts it."""
    lowered = words.lower()
    return sorted({lowered[i : i + 2] for i in range(max(len(lowered) - 1, 1))} - {""})


def search(user, words: str):
    """Consultations that the person sees whose topic holds the words."""
    return holding(Consultation.objects.visible_to(user), words)


def holding(rows, words: str):
    """Those of the consultations whose topic holds the words; words of one character only in titles."""
    words = words.strip()
    if not words:
        return rows.none()
    if len(words) == 1:
        return rows.filter(topic__title__contains=words)
    # The pieces find candidates through the index; the text decides.
    holds = Q(topic__title__icontains=words) | Q(topic__why__icontains=words) | Q(topic__place__icontains=words)
    return rows.filter(holds, topic__pieces__contains=pieces_of(words))


def similar_topics(user, title: str, *, apart_from: int | None = None, most: int = 5) -> list[Consultation]:
    """Earlier consultations that the person sees whose titles share the most pieces with this one, best first."""
    pieces = pieces_of(title.strip())
    if len(title.strip()) < 2:
        return []
    shared = Func(
        F("topic__title_pieces"),
        Cast(Value(pieces), ArrayField(TextField())),
        template="cardinality(ARRAY(SELECT unnest(%(expressions)s)))",
        arg_joiner=") INTERSECT SELECT unnest(",
        output_field=IntegerField(),
    )
    rows = (
        Consultation.objects.visible_to(user)
        .filter(topic__title_pieces__overlap=pieces)
        .exclude(pk=apart_from)
        .annotate(shared=shared)
        # One common piece (小区, 改造) says nothing; a third of the title does.
        .filter(shared__gte=max(2, len(pieces) // 3))
        .select_related("topic", "room__unit")
        .defer(*wide("topic"))
        .order_by("-shared", "-pk")
    )
    return list(rows[:most])
