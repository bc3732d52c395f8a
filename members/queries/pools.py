"""Who can be asked about a topic: members by their specialities, and the people of the pools."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, F, Func

from members.models import Expert, Member, Region, Tag
from members.queries import city_paths

# The best ones are shown; a topic that fits more is too wide to choose by.
MOST = 60
NEAR_WORDS = ("同村（社区）", "同乡镇（街道）", "本市", "区域未填")
UNKNOWN = 3


@dataclass(frozen=True)
class Fit:
    """Somebody who fits, by which words, and how near."""

    person: object
    tags: tuple[str, ...]
    near: int

    @property
    def key(self) -> str:
        return f"{'m' if self.is_member else 'e'}{self.person.pk}"

    @property
    def pk(self) -> str:
        """For ticks, which ask for a key."""
        return self.key

    @property
    def is_member(self) -> bool:
        return isinstance(self.person, Member)

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def title(self) -> str:
        return self.person.employer if self.is_member else self.person.identity

    @property
    def pool(self) -> str:
        return "特长委员库" if self.is_member else self.person.get_pool_display()

    @property
    def reason(self) -> str:
        return "标签：" + "、".join(self.tags)

    @property
    def near_word(self) -> str:
        return NEAR_WORDS[self.near]


def specialists(user):
    """Members of the person's cities who have a speciality."""
    return Member.objects.active().within_any(city_paths(user)).exclude(specialities=[])


def tags_in(text: str, city_path: str) -> list[str]:
    """The words of the city's vocabulary of which a text speaks, by themselves or by a related word."""
    rows = Tag.objects.filter(region__path=city_path).values_list("name", "words")
    return [name for name, words in rows if any(word in text for word in (name, *words))]


def with_counts(tags) -> list[Tag]:
    """The words with how many people of their city bear each (`worn`): two queries, however many words."""
    tags = list(tags.select_related("region"))
    counts = Counter()
    for model in (Member, Expert):
        rows = model.objects.order_by().annotate(word=Func(F("specialities"), function="unnest"))
        for path, word, count in rows.values_list("region__path", "word").annotate(Count("pk")):
            counts[path.strip("/").split("/")[0], word] += count
    for tag in tags:
        tag.worn = counts[tag.region.code, tag.name]
    return tags


def fitting(text: str, *, region: Region, most: int = MOST) -> list[Fit]:
    """Who fits a topic: most words first, then the nearest to the region, then by name."""
    city_path = f"/{region.city_code}/"
    tags = tags_in(text, city_path)
    if not tags:
        return []
    members = Member.objects.active().filter(region__path__startswith=city_path, specialities__overlap=tags)
    experts = Expert.objects.standing().filter(region__path__startswith=city_path, specialities__overlap=tags)
    found = [
        *(_fit(each, tags, region, (each.home, each.work)) for each in members.select_related("home", "work")),
        *(_fit(each, tags, region, (each.region,)) for each in experts.select_related("region")),
    ]
    return sorted(found, key=lambda fit: (-len(fit.tags), fit.near, fit.person.pinyin, fit.key))[:most]


def _fit(person, tags, region, places) -> Fit:
    near = min((nearness(region, place) for place in places if place), default=UNKNOWN)
    return Fit(person, tuple(tag for tag in person.specialities if tag in tags), near)


def nearness(one: Region, other: Region) -> int:
    """How near two regions lie in the tree: 0 the same village, 1 the same township, 2 the same city."""
    a, b = one.path.strip("/").split("/"), other.path.strip("/").split("/")
    shared = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    # Two who both stand at their township are as near as can be known.
    if shared == len(a) == len(b) and shared > 1:
        return 0
    return {0: UNKNOWN, 1: 2, 2: 1}.get(shared, 0)
