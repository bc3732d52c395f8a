import pytest

from members.models import Region, Unit, User
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["市住建局", "住建", "szjj", "zjj", "zhujianju", "ZHU JIAN", "dyszfhc", "住房"])
def test_a_unit_is_found_by_both_its_names(words):
    unit = make.UnitFactory(name="大冶市住房和城乡建设局", short_name="市住建局")
    make.UnitFactory(name="大冶市民政局", short_name="市民政局")
    assert list(Unit.objects.find(words)) == [unit]


def test_a_new_short_name_is_found_at_once():
    unit = make.UnitFactory(name="大冶市住房和城乡建设局", short_name="市建设局")
    unit.short_name = "市住建局"
    unit.save(update_fields=["short_name"])
    assert [list(Unit.objects.find(words)) for words in ("szjj", "sjsj")] == [[unit], []]


@pytest.mark.parametrize("words", ["䶮", "yan", "yanq", "yq"])
def test_a_rare_character_is_found(words):
    user = make.UserFactory(name="䶮泉")
    assert list(User.objects.find(words)) == [user]


def test_people_are_sorted_by_the_reading_of_their_surname():
    made = [make.UserFactory(name=name) for name in ("曾乐", "陈明", "解冬", "徐元")]
    in_order = User.objects.filter(pk__in=[user.pk for user in made])
    assert [user.name for user in in_order] == ["陈明", "解冬", "徐元", "曾乐"]


def test_a_region_is_found_by_both_readings():
    made = make.city()
    Region.objects.filter(pk=made.pk).update(name="还地桥镇")
    made.refresh_from_db()
    made.save(update_fields=["name"])
    assert [list(Region.objects.find(words)) for words in ("haidiqiao", "huandiqiao", "hdq")] == [[made]] * 3
