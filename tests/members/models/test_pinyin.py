"""Whoever is written in characters is found by what is typed on a keyboard."""

import pytest

from members.models import Member, Unit
from members.models.pinyin import MOST_LETTERS, pinyin_of, pinyin_of_unit, spell_again
from tests import factories as make

SURNAMES = {
    "曾志伟": "zengzhiwei",
    "单田芳": "shantianfang",
    "解晓东": "xiexiaodong",
    "仇英": "qiuying",
    "区寄": "ouji",
    "朴树": "piaoshu",
    "查良镛": "zhaliangyong",
    "尹力": "yinli",
    "翟志刚": "zhaizhigang",
    "覃光明": "qinguangming",
    "尉迟恭": "yuchigong",
    "䶮泉": "yanquan",
}


@pytest.mark.parametrize(("name", "reading"), SURNAMES.items())
def test_a_surname_is_read_as_a_surname(name, reading):
    assert pinyin_of(name).split()[0] == reading


@pytest.mark.parametrize("other", ["cengle", "zengyue", "zy"])
def test_a_person_is_known_by_another_reading_of_one_character_too(other):
    assert other in pinyin_of("曾乐").split()


@pytest.mark.parametrize(
    ("name", "reading"),
    {"重庆": "chongqing", "区政府": "quzhengfu", "解放路社区": "jiefanglushequ", "单位食堂": "danweishitang"}.items(),
)
def test_a_place_is_read_as_a_word(name, reading):
    assert pinyin_of(name, is_person=False).split()[0] == reading


def test_a_place_that_is_named_after_a_family_is_known_by_both_readings():
    assert {"cengjiawancun", "zengjiawancun"} <= set(pinyin_of("曾家湾村", is_person=False).split())


def test_a_unit_is_known_by_its_name_and_its_short_name_with_and_without_its_level():
    known = pinyin_of_unit("大冶市住房和城乡建设局", "市住建局").split()
    assert known[:2] == ["dayeshizhufanghechengxiangjiansheju", "dyszfhcxjsj"]
    assert {"shizhujianju", "szjj", "zhujianju", "zjj"} <= set(known)


def test_marks_are_not_spelled():
    assert pinyin_of("“协商在一线”第二组", is_person=False).startswith("xieshangzaiyixiandierzu xszyxdez")
    assert pinyin_of("阿依古丽·买买提").startswith("ayigulimaimaiti ayglmmt")


@pytest.mark.parametrize("name", ["", "·", "A座12栋", "𠮷" * 80, "双" * 80])
def test_every_name_can_be_spelled(name):
    assert len(pinyin_of_unit(name, name)) <= MOST_LETTERS


def test_rows_of_an_older_spelling_are_spelled_again(db):
    member, unit = make.MemberFactory(name="曾乐"), make.UnitFactory(name="大冶市民政局", short_name="市民政局")
    Member.objects.update(pinyin="cengle cl"), Unit.objects.update(pinyin="")
    spell_again(Member.objects.all(), lambda row: pinyin_of(row.name))
    spell_again(Unit.objects.all(), lambda row: pinyin_of_unit(row.name, row.short_name))
    assert [*Member.objects.find("zengle"), *Unit.objects.find("smzj")] == [member, unit]
