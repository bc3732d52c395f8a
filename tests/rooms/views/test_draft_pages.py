"""Editing a copy of a pack in forms: row by row, faults and all, and nothing typed is lost."""

import pytest
from django.urls import reverse

from rooms import operations, practice
from rooms.models import PracticeDraft, PracticeVersion
from rooms.practice import codes, drafting
from tests import factories as make
from tests.rooms.packs import LIGHT

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, house):
    """Somebody of the office with a draft of the root pack before him."""
    house.draft = operations.copy_practice(
        make.daye(), region=house.city, code="liuhu", name="柳湖协商法", place="柳湖街道", by=house.leading_office
    )
    client.force_login(house.leading_office)
    house.client = client
    return house


def address(desk, at, name="draft_row"):
    return reverse(f"rooms:{name}", args=[desk.draft.pk, at])


def form_of(desk, at):
    """The form as a browser would send it back."""
    return dict(desk.client.get(address(desk, at)).context["form"].data)


def data(desk):
    desk.draft.refresh_from_db()
    return desk.draft.data


def page(response) -> str:
    return response.content.decode()


def test_every_table_of_a_pack_has_a_form_that_changes_nothing_by_itself(desk):
    was = data(desk)
    places = ["head", "stage.0", "stage.0.checkpoint.0", "route.0", "route.0.step.0", "participants", "words"]
    places += ["participants.category.0", "meeting", "meeting.opinions", "meeting.opinions.label.0", "view.0", "form.0"]
    places += ["disposition.0", "outcome.0", "deadline.0", "document.0", "form.0.field.0", "body.0", "supervision"]
    for at in places:
        answer = desk.client.post(address(desk, at), form_of(desk, at))
        assert answer.status_code == 302, (at, page(answer))
        assert data(desk) == was, at


def test_a_row_is_changed_and_the_picture_with_it(desk):
    desk.client.post(address(desk, "stage.0"), form_of(desk, "stage.0") | {"name": "选题", "who": ["clerk"]})
    assert (data(desk)["stage"][0]["name"], data(desk)["stage"][0]["who"]) == ("选题", ["clerk"])
    told = desk.client.get(reverse("rooms:draft", args=[desk.draft.pk]))
    assert 'class="stage changed"' in page(told)
    assert [one.label for one in told.context["groups"][1][1]] == ["环节“确定议题” · 名称", "环节“确定议题” · 由谁办理"]


def test_what_is_wrong_is_kept_and_said_at_the_field(desk):
    at = "stage.1.checkpoint.1"
    answer = desk.client.post(address(desk, at), form_of(desk, at) | {"max": "三个", "name": ""}, follow=True)
    form = answer.context["form"]
    assert form.errors["max"] == ['数值不对。可以写 0 到 100000 的数，或者 "2/3" 这样的分数。']
    assert form.errors["name"] == ["请填写这一项。"]
    assert 'value="三个"' in page(answer)
    told = desk.client.get(reverse("rooms:draft", args=[desk.draft.pk]))
    assert [(one.at, one.where) for one, _ in told.context["faults"]] == [
        (at, "环节“确定协商主体” · 关口“composition” · 名称"),
        (at, "环节“确定协商主体” · 关口“composition” · 不多于"),
    ]
    assert "还有要改的地方" in page(told)


def test_two_fields_that_do_not_fit_are_named_by_their_labels(desk):
    at = "stage.1.checkpoint.1"
    answer = desk.client.post(address(desk, at), form_of(desk, at) | {"min": "3", "max": "2"}, follow=True)
    assert answer.context["form"].errors["max"] == ["比“不少于”还小。应当不小于 3。"]
    told = desk.client.get(reverse("rooms:draft", args=[desk.draft.pk]))
    assert [sentence for _, sentence in told.context["faults"]] == ["比“不少于”还小。应当不小于 3。"]


def test_a_number_without_end_is_kept_as_it_was_typed(desk):
    at = "stage.1.checkpoint.1"
    answer = desk.client.post(address(desk, at), form_of(desk, at) | {"max": "1.e999"}, follow=True)
    assert "数值不对" in answer.context["form"].errors["max"][0]
    assert data(desk)["stage"][1]["checkpoint"][1]["max"] == "1.e999"


@pytest.mark.parametrize("kind", codes.KINDS)
def test_a_checkpoint_of_every_kind_is_added_in_a_form(desk, kind):
    url = address(desk, "stage.3.checkpoint", "new_row")
    assert "增加哪一种关口" in page(desk.client.get(url))
    form = desk.client.get(f"{url}?kind={kind}").context["form"]
    assert desk.client.post(f"{url}?kind={kind}", {**form.data, "name": "一道关", "mode": "off"}).status_code == 302
    row = data(desk)["stage"][3]["checkpoint"][-1]
    assert {"kind": kind, "name": "一道关", "mode": "off"}.items() <= row.items()


def test_rows_are_added_moved_and_removed(desk):
    url = address(desk, "outcome", "new_row")
    form = desk.client.get(url).context["form"]
    desk.client.post(url, {**form.data, "code": "again", "name": "再议", "state": "declined"})
    # A second press of the same button adds nothing.
    again = desk.client.post(url, {**form.data, "code": "again", "name": "再议", "state": "declined"})
    last = len(data(desk)["outcome"]) - 1
    assert (again.status_code, [row["code"] for row in data(desk)["outcome"]].count("again")) == (422, 1)
    lists = desk.client.get(address(desk, "matters", "draft_part")).context["lists"]
    line = next(each for each in lists if each.at == "outcome").lines[last]
    assert (line.title, line.last) == ("再议", True)
    desk.client.post(address(desk, line.at, "move_row"), {"seal": line.seal, "to": "up"})
    assert data(desk)["outcome"][last - 1]["code"] == "again"
    # The page is old by now, and the row is found all the same.
    desk.client.post(address(desk, line.at, "remove_row"), {"seal": line.seal})
    assert "again" not in [row["code"] for row in data(desk)["outcome"]]
    order = data(desk)["outcome"]
    desk.client.post(address(desk, "outcome.0", "move_row"), {"seal": "x", "to": "up"})
    assert data(desk)["outcome"] == order


def test_two_people_may_work_on_two_rows(desk):
    mine = form_of(desk, "stage.0")
    desk.client.post(address(desk, "stage.1"), form_of(desk, "stage.1") | {"name": "定人"})
    assert desk.client.post(address(desk, "stage.0"), mine | {"name": "选题"}).status_code == 302
    assert [stage["name"] for stage in data(desk)["stage"][:2]] == ["选题", "定人"]


def test_a_stale_save_shows_both_texts_and_loses_none(desk):
    mine = form_of(desk, "stage.0")
    desk.client.post(address(desk, "stage.0"), mine | {"name": "他写的"})
    answer = desk.client.post(address(desk, "stage.0"), mine | {"name": "我写的"})
    form = answer.context["form"]
    assert (answer.status_code, data(desk)["stage"][0]["name"]) == (422, "他写的")
    assert [(one.label, one.mine, one.theirs) for one in form.differences] == [("名称", "我写的", "他写的")]
    assert desk.client.post(address(desk, "stage.0"), form.data).status_code == 302
    assert data(desk)["stage"][0]["name"] == "我写的"


@pytest.mark.parametrize("at", ["outcome.0", "outcome.3"])
def test_a_row_that_somebody_removed_is_offered_as_a_new_one(desk, at):
    mine, row = form_of(desk, at) | {"name": "我写的"}, data(desk)["outcome"][int(at[-1])]
    seal = drafting.seal_of(row)
    operations.remove_row(desk.draft, drafting.read_path(at), seal=seal, by=desk.admin)
    answer = desk.client.post(address(desk, at), mine)
    assert (answer.status_code, "这一行已经被别人删去" in page(answer)) == (422, True)
    assert 'value="我写的"' in page(answer)
    desk.client.post(answer.context["action"], answer.context["form"].data)
    assert (data(desk)["outcome"][-1]["code"], data(desk)["outcome"][-1]["name"]) == (row["code"], "我写的")


def test_a_draft_is_published_as_a_version_of_its_own(desk):
    desk.client.post(address(desk, "stage.0"), form_of(desk, "stage.0") | {"name": "选题"})
    url = reverse("rooms:publish_draft", args=[desk.draft.pk])
    stale = desk.client.post(url, {"seen": 1, "new_version": "2026.1"})
    assert (stale.status_code, "草稿又有改动" in page(stale)) == (422, True)
    desk.client.post(url, {"seen": 2, "new_version": "2026.1"})
    version = PracticeVersion.objects.get(code="liuhu")
    assert (version.version, practice.of(version).stages[0].name) == ("2026.1", "选题")
    assert practice.parse(version.text, name="liuhu.toml") == practice.of(version)
    assert not PracticeDraft.objects.exists()


@pytest.mark.parametrize(
    ("place", "offered"), [("湖北省大冶市", "湖北省大冶市"), ("安徽省芜湖市", "大冶市")], ids=["own", "elsewhere"]
)
def test_a_copy_asks_for_its_place_and_offers_that_of_the_office(desk, place, offered):
    text = LIGHT.replace('"某镇"', f'"{place}"')
    url = reverse("rooms:copy_practice", args=[operations.load_practice(text, by=None).pk])
    form = desk.client.get(url).context["form"]
    assert form["place"].value() == offered
    sent = {**form.initial, "region": desk.city.pk, "code": "copied"}
    assert desk.client.post(url, sent | {"place": ""}).status_code == 422
    desk.client.post(url, sent)
    assert PracticeDraft.objects.get(code="copied").data["place"] == offered


def test_a_draft_with_faults_or_an_old_number_is_not_published(desk):
    url = reverse("rooms:publish_draft", args=[desk.draft.pk])
    desk.client.post(address(desk, "stage.0"), form_of(desk, "stage.0") | {"name": ""})
    assert "还有要改的地方" in page(desk.client.post(url, {"seen": 2, "new_version": "1"}))
    desk.client.post(address(desk, "stage.0"), form_of(desk, "stage.0") | {"name": "选题"})
    desk.client.post(url, {"seen": 3, "new_version": "1"})
    again = operations.copy_practice(
        make.daye(), region=desk.city, code="liuhu", name="又一份", place="柳湖街道", by=desk.admin
    )
    url = reverse("rooms:publish_draft", args=[again.pk])
    assert "已经有 1 版" in page(desk.client.post(url, {"seen": 1, "new_version": "1"}))


def test_a_draft_is_discarded_after_a_question(desk):
    url = reverse("rooms:discard_draft", args=[desk.draft.pk])
    assert "不能恢复" in page(desk.client.get(url))
    assert desk.client.post(url, {"seen": 7}).status_code == 422
    assert desk.client.post(url, {"seen": 1}).url == reverse("rooms:practices")
    assert not PracticeDraft.objects.exists()


@pytest.mark.parametrize(
    "at", ["nothing", "stage", "stage.99", "stage.x", "stage.0.name", "stage.-1", "schema", "..", "9"]
)
def test_addresses_of_no_table_are_not_found(desk, at):
    assert desk.client.get(address(desk, at)).status_code == 404


def test_control_characters_are_not_kept(desk):
    answer = desk.client.post(address(desk, "stage.0"), form_of(desk, "stage.0") | {"name": "选\x00题"})
    assert answer.status_code == 400
    assert data(desk)["stage"][0]["name"] == "确定议题"
