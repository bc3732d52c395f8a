"""What is counted for each item of a scheme: of many from the facts, of one from the records, in few queries."""

from collections import Counter
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import partial

from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from consult.models import ConsultationRoom
from members.models import Member
from proposals.enums import SignerRole
from proposals.models import JointSigner
from reports.facts import quotas
from reports.facts.counted import sources
from reports.facts.points.reckoning import Tally
from reports.facts.points.rounds import Round, day_of
from reports.facts.points.scheme import Item
from reports.facts.subjects import Subject
from rooms.models import Posting, Room
from rooms.practice.counting import COUNTED_OVER
from rooms.practice.schemes import JOINED

# A tally for each subject (by its key) of each item (by its number).
Tallies = dict[int, dict[int | str, Tally]]


def of_many(a_round: Round, people: list[Subject]) -> Tallies:
    return _tallies(a_round, people, quotas.from_facts)


def of_one(a_round: Round, subject: Subject) -> dict[int, Tally]:
    found = _tallies(a_round, [subject], quotas.from_records)
    return {number: by_key[subject.key] for number, by_key in found.items()}


def _tallies(a_round: Round, people: list[Subject], read: Callable) -> Tallies:
    """Everything is read once for all of them: a query for each measure, however many subjects there are."""
    over, days = COUNTED_OVER[a_round.kind], (a_round.since, a_round.until)

    def total(measure: str, where) -> dict:
        return quotas.summed(people, days, lambda keys, span: read(over, keys, measure, where, span))

    heads: dict[str, dict] = {}
    found: Tallies = {}
    for item in (each for each in a_round.scheme.items if not each.is_manual):
        n = total(item.measure, item.where)
        out_of = total(item.out_of, item.out_of_where) if item.out_of else {}
        joined = total(JOINED[item.measure], {}) if item.joint else {}
        split = None
        if item.joint == "equal":
            split = quotas.summed(people, days, partial(_split, over, item.measure))
        if item.per_head and item.per_head not in heads:
            heads[item.per_head] = _heads_of(a_round, item.per_head, people)
        found[item.number] = {
            each.key: Tally(
                n[each.pk],
                joined.get(each.pk, 0),
                split[each.pk] if split is not None else None,
                out_of.get(each.pk, 0),
                heads.get(item.per_head, {}).get(each.pk, 0),
            )
            for each in people
        }
    return found


def _heads_of(a_round: Round, per_head: str, people: list[Subject]) -> dict:
    on = day_of(a_round.year)
    heads = _heads(a_round, per_head, sorted({key for each in people for key in each.keys}))
    return {each.pk: sum(heads.get(key, 0) for key in each.keys_on(on)) for each in people}


def _heads(a_round: Round, per_head: str, keys: Iterable[int]) -> dict[int, int]:
    """How many there are to divide by, on the day of the round: open rooms, members posted to them or in office."""
    if COUNTED_OVER[a_round.kind] == "member":
        return dict.fromkeys(Member.objects.active().filter(pk__in=keys).values_list("pk", flat=True), 1)
    if per_head == "room":
        rooms = Room.objects.working_on(day_of(a_round.year)).filter(pk__in=keys)
        return dict.fromkeys(rooms.values_list("pk", flat=True), 1)
    posted = Posting.objects.on(day_of(a_round.year)).filter(room__in=keys).order_by()
    counted = posted.values("room").annotate(n=Count("member", distinct=True))
    return dict(counted.values_list("room", "n"))


def _split(over: str, measure: str, keys, days) -> dict[int, Fraction]:
    """Each piece of work divided by those who were in it, added up for each of them: exact, in one query a place."""
    since, until = days
    figures: Counter = Counter()
    for code in (measure, JOINED[measure]):
        for each in (one for one in sources(code) if over in one.over):
            rows = each.of(over, keys, since=since, until=until).order_by().annotate(sharers=_sharers(code, each))
            counted = rows.values("owner", "sharers").annotate(fact_n=each.total)
            for owner, sharers, n in counted.values_list("owner", "sharers", "fact_n"):
                figures[owner] += Fraction(n, sharers)
    return dict(figures)


def _sharers(measure: str, counted):
    """How many were in it: the rooms of a case, the first proposer and those who signed with him."""
    if counted.of_what == "past":
        return Value(1)
    whole = OuterRef(counted.source)
    if measure.startswith("consultations"):
        rooms = ConsultationRoom.objects.filter(consultation=whole).order_by().values("consultation")
        return Coalesce(Subquery(rooms.annotate(n=Count("pk")).values("n")), 1)
    signed = JointSigner.objects.signed().filter(proposal=whole, role=SignerRole.SIGNER).order_by().values("proposal")
    return Coalesce(Subquery(signed.annotate(n=Count("pk")).values("n")), 0) + 1


def parts(item: Item, a_round: Round, subject: Subject) -> list[tuple]:
    """What an item counted of a subject: (measure, its rows as quotas.found_in gives them), the main one first."""
    found = partial(quotas.found_for, subject, since=a_round.since, until=a_round.until)
    rows = [(item.measure, found(item.measure, where=item.where))]
    if item.joint:
        rows.append((JOINED[item.measure], found(JOINED[item.measure])))
    if item.out_of:
        rows.append((item.out_of, found(item.out_of, where=item.out_of_where)))
    return rows
