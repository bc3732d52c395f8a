"""Similar earlier proposals across terms, with what stood in past papers and in consultations."""

import re
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, IntegerField, Q, TextField, Value
from django.db.models.functions import Cast

from consult.queries import pieces_of, similar_topics
from members.models.places import under
from members.queries import city_paths
from proposals.enums import ProposalKind
from proposals.models import PastReport, Proposal

# What every title says, and says nothing: as the database's proposal_subject() leaves it out.
EMPTY_WORDS = re.compile(r"^(关于|对)|的?(建议|提案|意见|意见建议|情况反映|问题|情况)$")
MOST = 5
# Of a title this much is looked at.
LONGEST = 60


@dataclass(frozen=True)
class Similar:
    """One earlier thing like it: what it is, where it stands, and its page for whoever may open it."""

    kind: str
    title: str
    note: str
    state: str
    url: str = ""


def similar_to(user, title: str, *, besides: int | None = None) -> list[Similar]:
    """At most a handful of each: proposals, past reports, consultations; five queries, however many there are."""
    subject = EMPTY_WORDS.sub("", title.strip()[:LONGEST])
    if len(subject) < 2:
        return []
    found = _proposals(user, subject, besides)
    found += _past_reports(user, subject)
    cases = similar_topics(user, subject, most=MOST)
    return found + [
        Similar("协商", case.title, case.label, case.get_state_display(), f"/consultations/{case.pk}/")
        for case in cases
    ]


def proposals_like(subject: str, *, besides: int | None = None):
    """Submitted proposals whose titles share the most pieces with the subject, best first.

    A common piece (小区, 建设) says nothing; a third of the subject does.
    """
    pieces = pieces_of(subject)
    shared = Func(
        F("title_pieces"),
        Cast(Value(pieces), ArrayField(TextField())),
        template="cardinality(ARRAY(SELECT unnest(%(expressions)s)))",
        arg_joiner=") INTERSECT SELECT unnest(",
        output_field=IntegerField(),
    )
    rows = Proposal.objects.filter(title_pieces__overlap=pieces, submitted_at__isnull=False).standing()
    rows = rows.exclude(pk=besides).annotate(shared=shared).filter(shared__gte=max(2, len(pieces) // 3))
    return rows.order_by("-shared", "-pk")


def _proposals(user, subject, besides) -> list[Similar]:
    """What was filed in the city is known to its members; of the rest each sees his own. 社情民意 is nobody else's."""
    seen = Proposal.objects.visible_to(user).values("pk")
    filed = Q(filed_at__isnull=False) & ~Q(kind=ProposalKind.INFORMATION)
    known = filed & under(city_paths(user), "room__unit__region__path")
    rows = proposals_like(subject, besides=besides).filter(known | Q(pk__in=seen))
    rows = rows.select_related("member", "room__unit").defer("situation", "advice", "title_pieces")[:MOST]
    rows = list(rows)
    opened = set(Proposal.objects.visible_to(user).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    return [
        Similar(
            row.get_kind_display(),
            row.title,
            row.issue or f"{row.submitted_at.year}年",
            _stands(row),
            row.get_absolute_url() if row.pk in opened else "",
        )
        for row in rows
    ]


def _stands(row) -> str:
    """State, and the class of the reply where there is one."""
    return "，".join(filter(None, [row.get_state_display(), row.get_reply_class_display()]))


def _past_reports(user, subject) -> list[Similar]:
    """Some hundred papers, of which the titles are compared as they are read."""
    wanted = set(pieces_of(subject))
    rows = PastReport.objects.visible_to(user).standing().only("pk", "title", "kind", "year", "number")
    rows = rows.filter(title__iregex="|".join(map(re.escape, sorted(wanted))))[:200]
    scored = sorted(((len(wanted & set(pieces_of(row.title))), row.pk, row) for row in rows), reverse=True)
    least = max(2, len(wanted) // 3)
    return [
        Similar(row.get_kind_display(), row.title, row.issue, "", row.get_absolute_url())
        for score, _, row in scored[:MOST]
        if score >= least
    ]
