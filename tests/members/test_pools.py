"""Who fits a topic: by which words, and how near."""

import pytest

from members.models import Expert, Tag
from members.queries.pools import fitting, nearness, tags_in, with_counts
from tests import factories as make

pytestmark = pytest.mark.django_db
TOPIC = "水泥厂宿舍小区业委会换届和物业费"


@pytest.fixture
def words(house):
    Tag.objects.create(region=house.city, name="物业", words=["业委会", "小区管理"])
    Tag.objects.create(region=house.city, name="法律", words=["换届"])
    Tag.objects.create(region=house.city, name="水利")


def test_a_topic_speaks_of_a_tag_by_its_name_or_a_related_word(house, words):
    assert sorted(tags_in(TOPIC, house.city.path)) == ["法律", "物业"]
    assert tags_in("村口的路灯", house.city.path) == []


def test_most_words_come_first_then_the_nearest(house, words):
    here, there = house.room.unit.region, house.other_room.unit.region
    far = make.MemberFactory(name="甲", specialities=["物业"], work=there)
    near = make.MemberFactory(name="乙", specialities=["物业"], home=there, work=here)
    both = make.MemberFactory(name="丙", specialities=["物业", "法律", "水利"])
    worthy = Expert.objects.create(
        pool="worthy", name="丁", specialities=["法律"], region=house.city, consent="本人同意"
    )
    make.MemberFactory(name="戊", specialities=["水利"])
    found = fitting(TOPIC, region=here)
    assert [fit.person for fit in found] == [both, near, worthy, far]
    assert [fit.reason for fit in found[:2]] == ["标签：物业、法律", "标签：物业"]
    assert [fit.near_word for fit in found] == ["区域未填", "同村（社区）", "本市", "本市"]


def test_who_left_office_or_the_pool_is_not_offered(house, words):
    make.MemberFactory(specialities=["物业"], state="adjusted", is_active=False)
    Expert.objects.create(
        pool="worthy", name="丁", specialities=["物业"], region=house.city, consent="本人同意", is_active=False
    )
    assert fitting(TOPIC, region=house.city) == []


def test_a_topic_of_no_tag_asks_nobody(house, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert fitting("路灯", region=house.city) == []


def test_villages_of_one_township_are_nearer_than_those_of_two(house):
    township = house.room.unit.region
    first, second = (
        make.RegionFactory(kind="village", parent=township, name=f"{name}村", code=f"42028199900{name}")
        for name in "12"
    )
    other = house.other_room.unit.region
    assert [nearness(first, each) for each in (first, second, township, other, house.city)] == [0, 1, 1, 2, 2]


def test_words_are_counted_over_both_kinds_of_people(house, words, django_assert_num_queries):
    make.MemberFactory(specialities=["物业"])
    Expert.objects.create(pool="worthy", name="丁", specialities=["物业"], region=house.room.unit.region, consent="是")
    with django_assert_num_queries(3):
        counts = {tag.name: tag.worn for tag in with_counts(Tag.objects.all())}
    assert counts == {"物业": 2, "法律": 0, "水利": 0}
