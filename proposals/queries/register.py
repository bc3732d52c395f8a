"""批示登记簿: what leaders wrote, over all reports that a person sees."""

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery

from proposals.models import Instruction, SpecialReport

MOST_LEADERS = 40


def instructions_for(user):
    """Standing instructions of the reports that the person sees; what they say is another question."""
    return Instruction.objects.standing().filter(report__in=SpecialReport.objects.visible_to(user))


def shown_to(user):
    """How a page of the register is fetched: the text only of rows that this person may read."""
    readable = Instruction.objects.visible_to(user).filter(pk=OuterRef("pk"))

    def fetched(rows):
        found = Instruction.objects.filter(pk__in=rows.values("pk")).select_related("report", "entered_for")
        return found.annotate(is_readable=Exists(readable)).defer("text")

    return fetched


def with_texts(rows, user):
    """For a file: `told` is what each says, of those alone that the person may read."""
    readable = Instruction.objects.visible_to(user).filter(pk=OuterRef("pk"))
    return rows.defer("text").annotate(is_readable=Exists(readable), told=Subquery(readable.values("text")[:1]))


def leaders(rows) -> list[dict]:
    """By leader and post: how many were written, how many only seen, the last day."""
    counted = (
        rows.order_by()
        .values("leader", "post")
        .annotate(
            written=Count("pk", filter=Q(is_viewed_only=False)),
            viewed=Count("pk", filter=Q(is_viewed_only=True)),
            last=Max("on"),
        )
    )
    return list(counted.order_by(F("written").desc(), "-last", "leader")[:MOST_LEADERS])
