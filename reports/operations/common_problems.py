"""普遍性问题: find like topics, past consultations and voices; what the office does with the groups.

Locks are taken in one order: the region (by the search alone), groups, their sources; the ledger comes last.
"""

from collections import defaultdict

from django.db import transaction
from django.db.models import Avg, Count, F, Max, Min
from django.utils import timezone

from consult.steps import common_topics
from members import ledger
from members.enums import UnitKind
from members.models import Region, Unit
from members.operations import notify
from members.queries import people_of
from members.workflow import Refused, advance, lock, take_turn
from reports.enums import ProblemState
from reports.models import CommonProblem, ProblemSource
from reports.models.common_problem import LEAST_ROOMS
from reports.queries.alike import Centers, own_words, shared_words, size
from reports.queries.problem_sources import changed, new_sources, places_of
from reports.workflow import PROBLEM

SORT = "reports.sort_problem"
BATCH = 5000
# The office says why it sets a problem aside.
LONGEST_SHARED = 120


@transaction.atomic
def find(region: Region) -> int:
    """Put what is new in a city to the group that it is most like, or begin one; return how many were new.

    What is renamed is looked at anew, what was removed leaves its group. Two that look at once wait for each other.
    """
    take_turn(region)
    touched = _let_go(region)
    fresh = new_sources(region)
    touched |= _group(region, fresh)
    if grown := _count(region, touched):
        _tell_of(region, grown)
    return len(fresh)


def _let_go(region) -> set[int]:
    gone = changed(region)
    touched = set(gone.values_list("problem", flat=True))
    _locked_groups(touched)
    gone.filter(problem__in=touched).delete()
    return touched


def _locked_groups(keys) -> list[CommonProblem]:
    return list(CommonProblem.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))


def _group(region, fresh) -> set[int]:
    """Each new one goes to the nearest group, or begins one to which later ones may go."""
    if not fresh:
        return set()
    places, centers, begun, parts = places_of(region), Centers(), {}, []
    for key, words in CommonProblem.objects.filter(region=region).order_by("pk").values_list("pk", "own_words"):
        centers.add(key, words)
    titled = [(own_words(source.title, places), source) for source in fresh]
    # Of those that come together the plainest begin: others are like them, and not the other way round.
    for words, source in sorted(titled, key=lambda pair: size(pair[0])):
        if not words:
            continue
        key, near = centers.nearest(words) or (None, 1.0)
        if key is None:
            # It has no number yet; below zero, the later ones after the earlier.
            key = -1 - len(begun)
            begun[key] = CommonProblem(region=region, title=source.title, own_words=words)
            centers.add(key, words)
        source.problem_id, source.likeness = key, round(near * 100)
        parts.append(source)
    CommonProblem.objects.bulk_create(begun.values(), batch_size=BATCH)
    for source in parts:
        source.problem_id = begun[source.problem_id].pk if source.problem_id in begun else source.problem_id
    ProblemSource.objects.bulk_create(parts, batch_size=BATCH)
    return {source.problem_id for source in parts}


def _count(region, touched) -> list[CommonProblem]:
    """Count the groups anew; return those that are now before the office and were not."""
    grown, problems = [], _locked_groups(touched)
    places, titles = places_of(region), defaultdict(list)
    standing = ProblemSource.objects.standing().filter(problem__in=touched)
    for key, title in standing.order_by("pk").values_list("problem", "title"):
        titles[key].append(own_words(title, places))
    sums = (
        standing.order_by()
        .values("problem")
        .annotate(
            n=Count("pk"), wide=Count("room", distinct=True), first=Min("on"), last=Max("on"), near=Avg("likeness")
        )
    )
    counted = {each["problem"]: each for each in sums}
    for problem in problems:
        before = problem.rooms
        _note(problem, counted.get(problem.pk), titles[problem.pk])
        if problem.rooms >= LEAST_ROOMS and (before < LEAST_ROOMS or _outgrew(problem)):
            grown.append(problem)
    fields = ["shared", "rooms", "sources", "likeness", "first_on", "last_on"]
    CommonProblem.objects.bulk_update(problems, fields, batch_size=BATCH)
    kept = ProblemSource.objects.filter(problem__in=touched).values("problem")
    CommonProblem.objects.filter(pk__in=touched, state=ProblemState.CANDIDATE).exclude(pk__in=kept).delete()
    for problem in grown:
        if problem.state == ProblemState.SET_ASIDE:
            _take_up_again(problem, by=None)
            _tell(problem, by=None, sentence=f"又有联络室提出，重新研究{problem.ledger_label}")
    return [problem for problem in grown if problem.state == ProblemState.CANDIDATE]


def _note(problem, sums, titles) -> None:
    sums = sums or {"n": 0, "wide": 0, "first": None, "last": None, "near": 100}
    problem.rooms, problem.sources = sums["wide"], sums["n"]
    problem.first_on, problem.last_on, problem.likeness = sums["first"], sums["last"], round(sums["near"])
    problem.shared = "、".join(shared_words(titles))[:LONGEST_SHARED]


def _outgrew(problem) -> bool:
    return problem.state == ProblemState.SET_ASIDE and problem.rooms > problem.rooms_then


def _tell_of(region, problems) -> None:
    units = Unit.objects.active().filter(kind=UnitKind.LEADING_OFFICE, region=region)
    people = [user for unit in units for user in people_of(unit)]
    if len(problems) == 1:
        said = f"{problems[0].rooms} 个联络室有相近的问题：{problems[0].shared or problems[0].title}"
        notify(people, said, url=problems[0].get_absolute_url())
    else:
        notify(people, f"发现 {len(problems)} 组多个联络室都有的问题，请研究", url="/problems/")


@transaction.atomic
def take_out(source: ProblemSource, *, by) -> ProblemSource:
    """Say that it is another matter: it counts no longer, and is not put back by the next search."""
    problem = _lock(source.problem)
    source = lock(source)
    if source.taken_out_at:
        return source
    source.taken_out_by, source.taken_out_at = by, timezone.now()
    source.save(update_fields=["taken_out_by", "taken_out_at"])
    _count(problem.region, {problem.pk})
    _tell(problem, by=by, sentence=f"从{problem.ledger_label}中移出一条", note=source.title)
    return source


@transaction.atomic
def put_back(source: ProblemSource, *, by) -> ProblemSource:
    problem = _lock(source.problem)
    source = lock(source)
    source.taken_out_by = source.taken_out_at = None
    source.save(update_fields=["taken_out_by", "taken_out_at"])
    _count(problem.region, {problem.pk})
    _tell(problem, by=by, sentence=f"放回{problem.ledger_label}一条", note=source.title)
    return source


@transaction.atomic
def set_aside(problem: CommonProblem, *, by, reason: str) -> CommonProblem:
    """Not now: it is not offered until more rooms have it."""
    problem = _lock(problem)
    if not reason.strip():
        raise Refused("请写明暂不处理的理由。")
    told = {"reason": reason, "rooms_then": problem.rooms, "set_aside_by": by, "set_aside_at": timezone.now()}
    advance(problem, PROBLEM, ProblemState.SET_ASIDE, by=by, **told)
    _tell(problem, by=by, sentence=f"{problem.ledger_label}暂不处理", note=reason)
    return problem


@transaction.atomic
def resume(problem: CommonProblem, *, by) -> CommonProblem:
    problem = _take_up_again(_lock(problem), by=by)
    _tell(problem, by=by, sentence=f"重新研究{problem.ledger_label}")
    return problem


def _take_up_again(problem, *, by) -> CommonProblem:
    told = {"reason": "", "set_aside_by": None, "set_aside_at": None}
    return advance(problem, PROBLEM, ProblemState.CANDIDATE, by=by, **told) or problem


@transaction.atomic
def publish(problem: CommonProblem, issuer, *, by, **fields) -> CommonProblem:
    """Make it a common topic of many rooms; from there on it goes the way of every common topic."""
    problem = _lock(problem)
    common = common_topics.publish(issuer, by=by, **fields)
    advance(problem, PROBLEM, ProblemState.PUBLISHED, by=by, common=common)
    _tell(problem, by=by, sentence=f"{problem.ledger_label}列为共性议题")
    return problem


def _lock(problem) -> CommonProblem:
    return lock(problem, related=("region", "common"))


def _tell(problem, *, by, sentence: str, **details) -> None:
    unit = problem.region.units.filter(kind=UnitKind.LEADING_OFFICE).first()
    ledger.record(problem, SORT, by=by, unit=unit, sentence=sentence, **details)


def cities():
    """Every region that stands at the top."""
    return Region.objects.active().annotate(above=F("parent")).filter(above__isnull=True)
