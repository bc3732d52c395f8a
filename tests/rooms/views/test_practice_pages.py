"""The pages of packs: list, one, two, adoption, import and export."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from rooms import operations, practice
from rooms.models import PracticeDraft, PracticeVersion, RegionPractice
from tests import factories as make
from tests.rooms.packs import LIGHT, with_checkpoints

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, house):
    client.force_login(house.leading_office)
    return client


@pytest.fixture
def light(house):
    make.daye()
    return operations.load_practice(LIGHT, by=house.leading_office)


def page(response) -> str:
    return response.content.decode()


def test_the_list_says_who_follows_what_since_when(office, house, light):
    operations.adopt_practice(house.city, version=light, starts_on=timezone.localdate(), by=None)
    told = page(office.get(reverse("rooms:practices")))
    assert told.count("正在采用") == 1
    assert all(word in told for word in ("大冶市", "两议", "六步议事法"))


def test_a_shipped_pack_is_loaded_from_the_list(office):
    assert "随程序提供，还没有载入" in page(office.get(reverse("rooms:practices")))
    answer = office.post(reverse("rooms:load_shipped", args=["daye"]))
    assert answer.url == reverse("rooms:practice", args=[PracticeVersion.objects.get().pk])
    assert "还没有载入" in page(office.get(reverse("rooms:show_shipped", args=["bozhou"])))
    assert office.get(reverse("rooms:show_shipped", args=["nowhere"])).status_code == 404
    office.post(reverse("rooms:load_shipped", args=["nowhere"]))
    assert PracticeVersion.objects.count() == 1


def test_a_pack_is_drawn_with_its_gates(office, house):
    text = with_checkpoints(
        'kind = "vote"\nvoters = "participants"\nthreshold = 0.5\ndefault = ["threshold"]',
        'kind = "sign"\nby = "first_convener"\nwhat = "minutes"\nmay_return = true',
    )
    version = operations.load_practice(text, by=None)
    told = page(office.get(reverse("rooms:practice", args=[version.pk])))
    assert told.count('class="gate is-block"') == 2 * 2 + 2 + 1
    assert "协商主体表决，赞成不少于 50%（必须满足）" in told
    # The forms of the root pack stand below.
    assert told.partition("<h2>评议表")[0].count('class="ours"') == 2
    assert 'class="gate is-off"' not in told


@pytest.mark.parametrize("part", ["topics", "people", "meeting", "matters", "limits", "papers", "words", "nonsense"])
def test_every_part_of_a_pack_is_told(office, part):
    told = office.get(reverse("rooms:practice", args=[make.daye().pk]), {"part": part})
    assert told.status_code == 200
    assert told.context["tables"]


def test_the_prose_is_a_page(office, light):
    assert "《两议》" in page(office.get(reverse("rooms:explain_practice", args=[light.pk])))


def test_only_the_words_of_the_place_are_told(office):
    version = operations.load_practice(practice.seed_text("jiahe"), by=None)
    told = office.get(reverse("rooms:practice", args=[version.pk]), {"part": "words"})
    facts = {fact.label: fact.text for fact in told.context["tables"][0].facts}
    assert (facts["联络室"], "议题" in facts) == ("委员工作室", False)
    assert "依据：材料 003 第 1—21 行" in page(told)


def test_two_packs_are_compared(office, light):
    url = reverse("rooms:compare_practices")
    answer = office.get(url, {"a": make.daye().pk, "b": light.pk})
    assert [(name, len(rows)) for name, rows in answer.context["groups"]] == [("基本情况", 3)]
    assert "没有不同" in page(office.get(url, {"a": light.pk, "b": light.pk}))
    assert office.get(url, {"a": "x", "b": "9" * 30}).status_code == 200


def test_what_ships_is_compared_before_it_is_loaded(office, light):
    answer = office.get(reverse("rooms:compare_practices"), {"a": light.pk, "b": "bozhou"})
    bozhou = practice.load("bozhou")
    assert (answer.context["a"].version, answer.context["b"].pack) == (light, bozhou)
    assert f"{bozhou.place}《{bozhou.name}》{bozhou.version} 版</option>" in page(answer)
    loaded = [str(each) for each in answer.context["offers"] if each.is_loaded]
    # What is loaded is offered once, as the version that it is.
    assert (len(loaded), len(answer.context["offers"])) == (2, 1 + len(practice.shipped()))
    assert PracticeVersion.objects.count() == 2
    shown = page(office.get(reverse("rooms:show_shipped", args=["bozhou"])))
    assert f'{reverse("rooms:compare_practices")}?b=bozhou"' in shown


def test_adoption_shows_what_differs_before_it_is_confirmed(office, house, light):
    operations.follow_practice(house.city, version=make.daye(), starts_on=timezone.localdate(), by=None)
    url, start = reverse("rooms:adopt_practice", args=[light.pk]), timezone.localdate() + timedelta(days=3)
    asked = office.get(url, {"region": house.city.pk, "starts_on": start})
    assert (asked.context["count"], asked.context["now"].code) == (3, "daye")
    assert RegionPractice.objects.count() == 1
    sent = {"region": house.city.pk, "starts_on": start}
    answer = office.post(url, sent | {"seen": light.pk})
    assert ("您打开以后，区域采用的做法变了" in page(answer), RegionPractice.objects.count()) == (True, 1)
    done = office.post(url, sent | {"seen": asked.context["now"].pk}, follow=True)
    assert done.redirect_chain == [(reverse("rooms:practices"), 302)]
    assert f"大冶市自{start:%Y年%-m月%-d日}起采用《两议》1 版。" in page(done)
    assert practice.current(house.city, on=start).code == "light"
    assert practice.current(house.city).code == "daye"


def test_what_everybody_works_by_stands_open_before_it_is_adopted(office, house):
    version = operations.load_practice(practice.seed_text("chizhou"), by=None)
    operations.follow_practice(house.city, version=make.daye(), starts_on=timezone.localdate(), by=None)
    url = reverse("rooms:adopt_practice", args=[version.pk])
    asked = office.get(url, {"region": house.city.pk, "starts_on": timezone.localdate()})
    long = {name for name, rows in asked.context["groups"] if len(rows) > 4}
    folded = set(re.findall(r'<details class="sheet step mt-3"><summary><span class="what"><b>(.*?)</b>', page(asked)))
    assert asked.context["count"] > 30
    assert long - folded == long & {"环节", "审定路线", "期限", "次数要求"}
    assert {"环节", "用语"} <= long


def test_a_past_day_is_refused_in_place(office, house, light):
    url = reverse("rooms:adopt_practice", args=[light.pk])
    day = timezone.localdate() - timedelta(days=1)
    asked = office.get(url, {"region": house.city.pk, "starts_on": day})
    assert "启用日期不能早于今天" in page(asked)
    answer = office.post(url, {"region": house.city.pk, "starts_on": day})
    assert (answer.status_code, RegionPractice.objects.count()) == (422, 0)


def test_a_region_of_somebody_else_is_not_offered(client, house, light):
    client.force_login(make.person("admin", region=house.other_room.unit.region))
    url = reverse("rooms:adopt_practice", args=[light.pk])
    sent = {"region": house.city.pk, "starts_on": timezone.localdate()}
    assert client.post(url, sent).status_code == 422
    assert not RegionPractice.objects.exists()


def test_the_change_over_says_how_many_cases_go_on(office, house, light):
    make.consultation(house.room, by=house.clerk)
    url = reverse("consult:running_under", args=[house.city.pk])
    assert page(office.get(url)) == "现在有 1 件正在进行。"


def test_a_version_leaves_as_a_file_and_comes_back(office, light):
    file = office.get(reverse("rooms:export_practice", args=[light.pk]))
    assert file.content.decode() == LIGHT
    assert file["Content-Disposition"] == 'attachment; filename="light-1.toml"'
    checked = sent(office, file.content.replace(b'version = "1"', b'version = "2"'))
    text = checked.context["keep"].initial["text"]
    office.post(reverse("rooms:keep_practice"), {"text": text, "what": "version"})
    assert PracticeVersion.objects.filter(code="light", version="2").count() == 1
    office.post(reverse("rooms:keep_practice"), {"text": text, "what": "draft"})
    assert PracticeDraft.objects.get().data["name"] == "两议"


def sent(client, content: bytes, name="pack.toml"):
    return client.post(reverse("rooms:import_practice"), {"file": SimpleUploadedFile(name, content)})


def test_every_fault_of_a_file_is_told_with_its_line(office):
    text = LIGHT + 'colour = 1\n[words]\nhall = ""\n[[stage]]\ncode = "x"\n'
    answer = sent(office, text.encode())
    assert answer.status_code == 422
    told = [(each.line, each.fault.key) for each in answer.context["faults"]]
    assert {(6, "colour"), (8, "words.hall"), (9, "stage[1].name")} <= set(told)
    assert "可以写：schema、code" in page(answer)
    assert not PracticeVersion.objects.exists()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "文件是空的"),
        (b"x" * 200_001, "文件太大，最多 200 kB"),
        ("名 = 1".encode("gb18030"), "不是 UTF-8"),
        (b"a = 1\x00", "空字符"),
        (b"a = " + b"[" * 5000 + b"]" * 5000, "不是有效的 TOML"),
        (b"a." * 3000 + b"a = 1", ""),
        (b"a = " + b"9" * 9000, "不是有效的 TOML"),
        (b'a = 1979-05-27\nb = nan\n"\\u0000" = 1', "没有这个键"),
        (b"[[stage]]\n" * 150, "还有"),
    ],
    ids=["empty", "large", "gbk", "nul", "deep", "dotted", "digits", "odd", "many"],
)
def test_hostile_files_are_refused_in_a_sentence(office, content, why):
    answer = sent(office, content)
    assert (answer.status_code, why in page(answer)) == (422, True)


def test_the_codes_of_shipped_packs_stay_theirs(office):
    text = practice.seed_text("daye").replace('version = "', 'version = "x')
    answer = office.post(reverse("rooms:keep_practice"), {"text": text, "what": "version"}, follow=True)
    assert ("请用另一个代码" in page(answer), PracticeVersion.objects.count()) == (True, 0)
    office.post(reverse("rooms:keep_practice"), {"text": practice.seed_text("daye"), "what": "version"})
    assert PracticeVersion.objects.get().code == "daye"
    url = reverse("rooms:copy_practice", args=[PracticeVersion.objects.get().pk])
    assert "请用另一个代码" in page(office.post(url, {"name": "甲", "code": "daye"}))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (LIGHT + "two_conveners = false\n", "做法 light 的 1 版已经载入，内容不同"),
        (practice.seed_text("daye") + "# 改动\n", "daye 是随程序提供的做法的代码"),
        (LIGHT, ""),
        (LIGHT.replace('version = "1"', 'version = "2"'), ""),
    ],
    ids=["changed", "shipped", "the same again", "new number"],
)
def test_what_cannot_become_a_version_is_said_before_it_is_tried(office, light, text, why):
    answer = sent(office, text.encode())
    assert answer.status_code == 200
    assert (why in answer.context["why_no_version"], bool(answer.context["why_no_version"])) == (True, bool(why))
    offered = re.findall(r'name="what" value="(\w+)"', page(answer))
    assert offered == (["draft"] if why else ["version", "draft"])


def test_everybody_of_a_room_reads_the_pack_it_follows(client, house):
    make.daye()
    client.force_login(house.member)
    assert "确定议题" in page(client.get(reverse("rooms:room_practice", args=[house.room.pk])))
    assert client.get(reverse("rooms:room_practice", args=[house.other_room.pk])).status_code == 404
    assert client.get(reverse("rooms:practices")).status_code == 403


def test_a_room_is_told_that_its_setting_is_outdated(client, house):
    opened = LIGHT + 'room_may = ["words.hall"]\n'
    version, today = operations.load_practice(opened, by=None), timezone.localdate()
    operations.adopt_practice(house.city, version=version, starts_on=today, by=None)
    client.force_login(house.convener)
    url = reverse("rooms:room_practice", args=[house.room.pk])
    draft = PracticeDraft.objects.get(
        pk=client.post(reverse("rooms:begin_room_draft", args=[house.room.pk])).url.split("/")[-2]
    )
    row = reverse("rooms:draft_row", args=[draft.pk, "words"])
    form = client.get(row).context["form"]
    assert list(form.fields) == ["seal", "row_kind", "row_name", "hall"]
    client.post(row, {**form.data, "hall": "说事点"})
    client.post(reverse("rooms:set_room_practice", args=[draft.pk]), {"seen": 2, "starts_on": today})
    assert "说事点" in page(client.get(url))
    newer = operations.load_practice(opened.replace('version = "1"', 'version = "2"'), by=None)
    RegionPractice.objects.update(practice=newer)
    told = page(client.get(url))
    assert "本室的设置不再适用" in told
    assert "按新的做法重新设置" in told


def test_an_admin_mends_a_room_s_draft_and_does_not_put_it_in_force(client, house):
    version = operations.load_practice(LIGHT + 'room_may = ["words.hall"]\n', by=None)
    operations.adopt_practice(house.city, version=version, starts_on=timezone.localdate(), by=None)
    draft = operations.begin_room_draft(house.room, by=house.convener)
    url, go = (reverse(f"rooms:{name}", args=[draft.pk]) for name in ("draft", "set_room_practice"))
    client.force_login(house.admin)
    assert go not in page(client.get(url))
    assert client.post(go, {"seen": 1, "starts_on": timezone.localdate()}).status_code == 403
    for person in (house.convener, house.leading_office):
        client.force_login(person)
        assert go in page(client.get(url))


def test_an_exported_file_names_no_folder(office, house):
    version = operations.load_practice(LIGHT.replace('"1"', "'../2026/1 \"甲\"'"), by=None)
    file = office.get(reverse("rooms:export_practice", args=[version.pk]))
    assert file["Content-Disposition"] == "attachment; filename*=utf-8''light-..-2026-1-%E7%94%B2-.toml"
