"""What is compared to find common problems: titles of topics and of past consultations, and what voices begin with."""

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Left
from django.utils import timezone

from consult.models import CommonTopic, Consultation, PastConsultation, Topic
from consult.models.topic import wide
from members.models import Region
from reports.models import ProblemSource
from reports.queries.alike import LEAST, LONGEST, likeness, own_words, places_pattern
from rooms.models import Room, Voice

# Of common topics published before, the newest are compared.
MOST_COMPARED = 200

LONGEST_TITLE = 120


def new_sources(region) -> list[ProblemSource]:
    """What no group holds yet, the older first."""
    inside = region.path
    known = ProblemSource.objects.filter(voice=OuterRef("pk"))
    voices = Voice.objects.standing().filter(activity__room__unit__region__path__startswith=inside)
    voices = voices.filter(~Exists(known), activity__is_confidential=False)
    found = [*_topics(inside), *_past(inside)]
    found += [
        ProblemSource(voice_id=key, room_id=room, title=text[:LONGEST], on=on)
        for key, room, text, on in voices.values_list("pk", "activity__room", "text", "activity__on")
    ]
    return sorted(
        found, key=lambda source: (source.on, source.topic_id or 0, source.past_id or 0, source.voice_id or 0)
    )


def _topics(inside: str) -> list[ProblemSource]:
    """Topics that a room took up; a common topic is what a common problem becomes, and none itself."""
    first = Consultation.objects.filter(topic=OuterRef("pk")).order_by("pk")
    topics = Topic.objects.filter(region__path__startswith=inside).annotate(room=Subquery(first.values("room")[:1]))
    topics = topics.filter(
        ~Exists(ProblemSource.objects.filter(topic=OuterRef("pk"))),
        ~Exists(CommonTopic.objects.filter(topic=OuterRef("pk"))),
        room__isnull=False,
    )
    rows = topics.order_by().values_list("pk", "room", "title", "proposed_at")
    return [
        ProblemSource(topic_id=key, room_id=room, title=title, on=timezone.localdate(at))
        for key, room, title, at in rows
    ]


def _past(inside: str) -> list[ProblemSource]:
    known = ProblemSource.objects.filter(past=OuterRef("pk"))
    past = PastConsultation.objects.standing().filter(~Exists(known), room__unit__region__path__startswith=inside)
    rows = past.order_by().values_list("pk", "room", "title", "held_on")
    return [ProblemSource(past_id=key, room_id=room, title=title, on=on) for key, room, title, on in rows]


def changed(region):
    """Sources that were renamed, removed, or made a common topic since."""
    removed = Q(voice__removed_at__isnull=False) | Q(voice__activity__removed_at__isnull=False)
    removed |= Q(past__removed_at__isnull=False) | Q(voice__activity__is_confidential=True)
    removed |= Q(topic__isnull=False) & ~Q(topic__title=F("title"))
    removed |= Q(past__isnull=False) & ~Q(past__title=F("title"))
    # What was said is read in the record of the room alone; an older wording is kept nowhere else.
    removed |= Q(voice__isnull=False) & ~Q(title=Left("voice__text", LONGEST))
    removed |= Exists(CommonTopic.objects.filter(topic=OuterRef("topic")))
    own = ProblemSource.objects.filter(problem__region=region)
    return ProblemSource.objects.filter(pk__in=own.filter(removed).values("pk"))


def places_of(region):
    """A pattern of the places in a city: its regions and its rooms."""
    regions = Region.objects.within(region).values_list("name", flat=True)
    rooms = Room.objects.filter(unit__region__path__startswith=region.path).values_list("unit__short_name", flat=True)
    return places_pattern([*regions, *rooms])


def parts_of(problem, user) -> tuple[list[ProblemSource], int]:
    """The parts of a group that the person may read, each with its address, and how many more there are."""
    whole = problem.parts.count()
    cases = Consultation.objects.visible_to(user)
    voices = Voice.objects.filter(pk__in=problem.parts.values("voice")).readable_by(user)
    seen = Q(topic__in=cases.values("topic")) | Q(voice__in=voices.values("pk"))
    seen |= Q(past__in=PastConsultation.objects.visible_to(user).values("pk"))
    found = list(problem.parts.filter(seen).for_page().defer(*wide("topic")))
    of_topic = dict(
        cases.filter(topic__in=[part.topic_id for part in found if part.topic_id]).values_list("topic", "pk")
    )
    for part in found:
        part.url = _address(part, of_topic)
    return found, whole - len(found)


def _address(part, of_topic) -> str:
    if part.topic_id:
        return f"/consultations/{of_topic[part.topic_id]}/"
    return part.past.get_absolute_url() if part.past_id else part.voice.activity.get_absolute_url()


def common_like(problem, user) -> list[CommonTopic]:
    """Common topics on the same thing that were published before."""
    places = places_of(problem.region)
    rows = CommonTopic.objects.visible_to(user).filter(region=problem.region).for_page().order_by("-pk")[:MOST_COMPARED]
    return [row for row in rows if likeness(own_words(row.topic.title, places), problem.own_words) > LEAST]
