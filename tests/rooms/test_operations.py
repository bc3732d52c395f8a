from datetime import date
from hashlib import sha256
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from members.enums import RegionKind
from members.models import Event, Region
from members.workflow import Refused
from rooms import operations, practice
from rooms.models import PracticeVersion
from tests.rooms.packs import DAYE, LIGHT

# What each version says for good: a place that has loaded one refuses another text under its number.
SHIPPED = {
    "2026.4": "5cf300c04e3829c68a4e56a3c2cbf410cab4b4cc32f9829a28e0bbbba35be8d5",
    "2026.5": "99931f4f4fcb2a9f0480b97438a6c960ef6442e0ba110c0a44c47bd8f633c475",
    "2026.6": "8a8140add713d6655698a3c08251e1a7ec375ef434f971cc5858b241bc78c104",
    "2026.7": "a01e04de8c360603e472a8023def52d96e1de7c81dd907fbfcf38683807a6734",
    "2026.8": "8dc18a2d5e1f3fcff8e6d059a7dbbb999fb571786198d4ac0093be4dfec8852a",
    "2026.9": "b28add5cea9bf6d90fb839e81bca33db0509168e65dd570308b277315cdd8e92",
    "2026.10": "bd58037ed9c228e38652edfd171a50148f92fd977662f86fc97d988303ea65ce",
}


def test_a_pack_that_was_changed_bears_a_new_version():
    assert sha256(DAYE.encode()).hexdigest() == SHIPPED[practice.load("daye").version]


@pytest.fixture
def town(db):
    city = Region.objects.create(name="某市", code="429900", kind=RegionKind.CITY)
    return Region.objects.create(name="柳湖街道", code="429900001", kind=RegionKind.TOWNSHIP, parent=city)


@pytest.mark.django_db
def test_loading_keeps_one_version_and_one_ledger_row():
    version = operations.load_practice(DAYE, by=None)
    assert operations.load_practice(DAYE, by=None) == version
    assert (version.code, version.version, version.text) == ("daye", "2026.10", DAYE)
    assert [event.sentence for event in Event.objects.all()] == ["载入做法《六步议事法》2026.10 版"]
    assert practice.of(version) == practice.load("daye")


@pytest.mark.django_db
def test_another_text_under_the_same_version_is_refused():
    operations.load_practice(DAYE, by=None)
    with pytest.raises(Refused, match="要在 version（版本）写新的版本号"):
        operations.load_practice(DAYE + "# 改动\n", by=None)
    assert PracticeVersion.objects.count() == 1


@pytest.mark.django_db
def test_without_any_version_the_shipped_root_holds():
    assert practice.current(None) == practice.load("daye")
    assert practice.current_version(None) is None


def test_a_region_follows_the_nearest_choice_above_it(town):
    root = operations.load_practice(DAYE, by=None)
    light = operations.load_practice(LIGHT, by=None)
    assert practice.current_version(town) == root
    operations.follow_practice(town.parent, version=light, starts_on=date(2026, 1, 1), by=None)
    assert practice.current(town).code == "light"
    operations.follow_practice(town, version=root, starts_on=date(2026, 7, 1), by=None)
    assert practice.current_version(town, on=date(2026, 6, 30)) == light
    assert practice.current_version(town, on=date(2026, 7, 1)) == root


def test_a_version_seen_before_is_not_read_again(town, django_assert_num_queries):
    version = operations.load_practice(DAYE, by=None)
    practice.of(version)
    lean = PracticeVersion.objects.defer("resolved", "text").get()
    with django_assert_num_queries(0):
        assert practice.of(lean).code == "daye"


def told(*arguments):
    out = StringIO()
    call_command("practice", *arguments, stdout=out, stderr=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_command_checks_loads_lists_and_explains(tmp_path):
    path = tmp_path / "light.toml"
    path.write_text(LIGHT, encoding="utf-8")
    assert told("check", str(path)) == "某镇《两议》1 版：没有错误。\n"
    # As some editors of Windows save it.
    path.write_bytes(LIGHT.replace("\n", "\r\n").encode("utf-8-sig"))
    assert told("check", str(path)) == "某镇《两议》1 版：没有错误。\n"
    assert PracticeVersion.objects.count() == 0
    assert "已载入，编号" in told("load", str(path))
    assert "已载入      light  1  《两议》" in told("list")
    assert told("explain", "light").startswith("《两议》\n某镇，1 版。")
    path.write_text(LIGHT.replace("两议", "三议"), encoding="utf-8")
    assert told("explain", str(path)).startswith("《三议》\n某镇，1 版。")
    assert told("explain", "daye").startswith("《六步议事法》")


def test_the_command_lets_a_region_follow_what_it_loads(town, tmp_path):
    path = tmp_path / "light.toml"
    path.write_text(LIGHT, encoding="utf-8")
    for asked, near in (("4299", "429900 某市、429900001 柳湖街道"), ("柳湖", "429900001 柳湖街道")):
        with pytest.raises(CommandError, match=f"没有区划代码为 {asked} 的区域。相近的有：{near}。全部"):
            told("load", str(path), "--region", asked)
    assert told("regions") == "429900 某市\n429900001 柳湖街道\n"
    assert PracticeVersion.objects.count() == 0
    said = told("load", str(path), "--region", town.code)
    assert f"柳湖街道现在采用《六步议事法》{practice.load('daye').version} 版，有 3 处不同。\n" in said
    assert "  基本情况  改动  名称：六步议事法 → 两议\n" in said
    assert practice.current(town).code == "light"
    assert f"正在采用    {town.code}  柳湖街道  light  1  " in told("list")
    with pytest.raises(CommandError, match="采用的已经是《两议》1 版"):
        told("load", str(path), "--region", town.code)


@pytest.mark.django_db
def test_the_command_names_the_fault(tmp_path):
    path = tmp_path / "light.toml"
    path.write_text(LIGHT + "colour = 1\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"light.toml 第 6 行，colour = 1：没有这个键"):
        told("check", str(path))
    with pytest.raises(CommandError, match="第 6 行，colour = 1"):
        told("explain", str(path))
    with pytest.raises(CommandError, match=r"^没有代码为 nowhere 的做法，也没有这个文件。有：daye、"):
        told("explain", "nowhere")
    with pytest.raises(CommandError, match=r"^没有代码为 n{300} 的做法"):
        told("explain", "n" * 300)


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["check", "explain"])
def test_the_command_says_in_chinese_why_a_file_cannot_be_read(tmp_path, command):
    (tmp_path / "gbk.toml").write_bytes(LIGHT.encode("gbk"))
    (tmp_path / "folder.toml").mkdir()
    for name, why in (
        ("missing", "没有这个文件"),
        ("folder", "这是一个文件夹"),
        ("gbk", "不是 UTF-8 编码的文字，请用 UTF-8 另存"),
    ):
        path = tmp_path / f"{name}.toml"
        with pytest.raises(CommandError) as refused:
            told(command, str(path))
        assert str(refused.value) == f"读不了 {path}：{why}。"
