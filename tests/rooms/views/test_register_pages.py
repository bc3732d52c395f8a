"""Pages of the registers: lists, forms, what each role sees, and how many questions they ask."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from rooms.models import Assembly, Hearing, RuleDocument, StaffDuty
from rooms.operations import groups, hearings
from tests import factories as make
from tests import register_world as registers

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def told(client, name, *args, **query) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_an_assembly_is_written_down_by_the_form_of_a_room(house, client):
    client.force_login(house.clerk)
    member = make.posted_member(house.room, name="韩立新")
    values = {
        "unit": house.room.unit_id,
        "region": house.room.unit.region_id,
        "kind": "training",
        "held_on": TODAY.isoformat(),
        "place": "社区会议室",
        "organiser": "社区党总支",
        "theme": "六步议事法培训",
        "party_came": "24",
        "members": [member.pk],
    }
    response = client.post(reverse("rooms:new_assembly"), values)
    made = Assembly.objects.get()
    assert response["Location"] == made.get_absolute_url()
    page = told(client, "rooms:assembly", made.pk)
    assert "韩立新" in page
    assert "24 人" in page


def test_an_assembly_of_tomorrow_is_not_written_down(house, client):
    client.force_login(house.clerk)
    day = (TODAY + timedelta(days=1)).isoformat()
    response = client.post(reverse("rooms:new_assembly"), {"held_on": day})
    assert "会议还没有开" in response.content.decode()


def test_the_list_of_assemblies_is_narrowed_and_counts_by_level(house, client):
    registers.assembly(house, theme="动员甲")
    registers.assembly(house, theme="培训乙", kind="training")
    client.force_login(house.leading_office)
    page = told(client, "rooms:assemblies", kind="training")
    assert "培训乙" in page
    assert "动员甲" not in page
    assert "到会 42 人次" in page


def test_the_list_of_assemblies_asks_the_same_number_of_questions_however_long(
    house, client, django_assert_max_num_queries
):
    for number in range(8):
        registers.assembly(house, theme=f"第 {number} 场")
    client.force_login(house.leading_office)
    told(client, "rooms:assemblies")
    with django_assert_max_num_queries(25):
        told(client, "rooms:assemblies")


def test_who_was_at_several_assemblies_stays_named_when_one_is_changed(house, client):
    member = make.posted_member(house.room, name="韩立新")
    several = [registers.assembly(house, theme=f"第 {number} 场", members=[member]) for number in range(3)]
    client.force_login(house.clerk)
    page = client.get(reverse("rooms:edit_assembly", args=[several[0].pk]))
    values = {name: page.context["form"][name].value() for name in ("kind", "place", "organiser", "version")}
    values |= {"unit": several[0].unit_id, "region": several[0].region_id, "held_on": TODAY.isoformat()}
    values |= {"theme": "更正的主题", "party_came": "3", "members": [member.pk]}
    assert client.post(reverse("rooms:edit_assembly", args=[several[0].pk]), values).status_code == 302
    assert Assembly.objects.get(theme="更正的主题").members.get() == member


def test_rooms_without_a_liaison_are_flagged_and_found(house, client):
    registers.duty(house)
    client.force_login(house.leading_office)
    page = told(client, "rooms:duties", gap="liaison")
    assert house.other_room.name in page
    assert house.room.name not in page


def test_telephone_numbers_of_staff_are_masked_for_members(house, client):
    registers.duty(house)
    for who, phone in (("clerk", "13800000002"), ("member", "138****0002")):
        client.force_login(getattr(house, who))
        assert phone in told(client, "rooms:room_duties", house.room.pk)


def test_a_duty_is_taken_up_by_the_form(house, client):
    client.force_login(house.clerk)
    values = {"unit": house.room.unit_id, "kind": "publicist", "name": "江海燕", "starts_on": TODAY.isoformat()}
    assert client.post(reverse("rooms:new_duty"), values).status_code == 302
    assert StaffDuty.objects.get().kind == "publicist"
    values["unit"] = house.other_room.unit_id
    assert "不在可选范围" in client.post(reverse("rooms:new_duty"), values).content.decode()


def test_a_rule_document_shows_the_version_in_force_and_keeps_the_others(house, client):
    document = registers.rule(house.leading_office)
    client.force_login(house.leading_office)
    file = registers.uploaded(house.leading_office, name="修订.pdf")
    day = TODAY.isoformat()
    values = {"issuer": "办公室", "issued_on": day, "effective_on": day, "files": [file.pk]}
    assert client.post(reverse("rooms:new_version", args=[document.pk]), values).status_code == 302
    client.force_login(house.member)
    page = told(client, "rooms:rule", document.pk)
    assert "现行" in page
    assert "已失效" in page
    assert page.index("修订.pdf") < page.index("制度.pdf")


@pytest.mark.parametrize("words", ["督办", "制度.pdf", "领导小组办公室"])
def test_a_rule_document_is_found_by_words_of_title_file_and_issuer(house, client, words):
    registers.rule(house.leading_office)
    client.force_login(house.department)
    assert "工作督办方案" in told(client, "rooms:rules", q=words)
    assert "工作督办方案" not in told(client, "rooms:rules", q="没有的词")


def test_only_the_leading_office_publishes(house, client):
    document = registers.rule(house.leading_office)
    client.force_login(house.township)
    assert client.get(reverse("rooms:new_version", args=[document.pk])).status_code == 403
    assert "发布新版本" not in told(client, "rooms:rule", document.pk)
    assert RuleDocument.objects.count() == 1


def test_places_without_a_leading_group_are_listed(house, client):
    registers.group(house)
    client.force_login(house.leading_office)
    page = told(client, "rooms:groups", level="township", group="no")
    assert house.other_room.unit.region.name in page
    assert house.room.unit.region.name not in page.split('id="rows"')[1]


def test_a_group_without_a_head_says_so(house, client):
    group = registers.group(house)
    groups.end_person(group.people.get(), by=house.township, last_on=TODAY - timedelta(days=1))
    client.force_login(house.clerk)
    assert "组长空缺" in told(client, "rooms:group", group.pk)


def test_a_hearing_and_what_it_asked_for_go_through_their_forms(house, client):
    client.force_login(house.township_clerk)
    values = {
        "unit": house.room.approver_id,
        "region": house.room.approver.region_id,
        "held_on": TODAY.isoformat(),
        "body": "党工委",
        "meeting": "第 12 次会议",
        "reporters": [house.room.unit_id],
        "reported": "半年情况",
    }
    client.post(reverse("rooms:new_hearing"), values)
    hearing = Hearing.objects.get()
    values = {"text": "补齐制度", "unit": house.room.unit_id, "due_on": TODAY.isoformat()}
    client.post(reverse("rooms:new_requirement", args=[hearing.pk]), values)
    asked = hearing.requirements.get()
    client.force_login(house.clerk)
    assert "落实汇报会要求" in told(client, "reports:workbench_year")
    client.post(reverse("rooms:answer_requirement", args=[asked.pk]), {"text": "已补齐", "version": 1})
    assert "落实汇报会要求" not in told(client, "reports:workbench_year")
    client.force_login(house.township_clerk)
    assert "已补齐" in told(client, "rooms:hearing", hearing.pk)


def test_a_township_names_only_units_of_its_own_region_at_a_hearing(house, client):
    hearing, elsewhere = registers.hearing(house), house.other_room.unit
    client.force_login(house.township)
    values = {
        "version": hearing.version,
        "held_on": hearing.held_on.isoformat(),
        "body": hearing.body,
        "meeting": hearing.meeting,
        "reported": hearing.reported,
    }
    url = reverse("rooms:edit_hearing", args=[hearing.pk])
    refused = client.post(url, {**values, "reporters": [elsewhere.pk]})
    assert (refused.status_code, list(hearing.reporters.all())) == (422, [house.room.unit])
    # Whoever was named before the rule stays named.
    hearing.reporters.add(elsewhere)
    assert client.post(url, {**values, "reporters": [elsewhere.pk]}).status_code == 302
    url = reverse("rooms:new_requirement", args=[hearing.pk])
    assert client.post(url, {"text": "补齐制度", "unit": elsewhere.pk}).status_code == 422
    offered = client.get(reverse("rooms:find_named"), {"q": "联络室"}).json()["results"]
    assert {house.room.unit_id} <= {row["id"] for row in offered}
    assert elsewhere.pk not in {row["id"] for row in offered}


def test_a_hearing_asks_the_same_number_of_questions_however_much_it_asked_for(
    house, client, django_assert_max_num_queries
):
    hearing = registers.hearing(house)
    for number in range(6):
        hearings.ask_for(hearing, by=house.township, text=f"第 {number} 件", unit=house.room.unit)
    client.force_login(house.clerk)
    with django_assert_max_num_queries(20):
        assert told(client, "rooms:hearing", hearing.pk).count("报告落实情况") == 6


def test_a_committee_s_late_requirement_is_never_red(house, client):
    hearing = registers.hearing(house)
    day = TODAY - timedelta(days=20)
    hearings.ask_for(hearing, by=house.township, text="逐一落实", unit=house.room.approver, due_on=day)
    client.force_login(house.township)
    for name, args in (("rooms:hearing", [hearing.pk]), ("rooms:hearings", []), ("reports:workbench_year", [])):
        assert "逾期" not in told(client, name, *args).replace("有逾期的要求", "")


def test_the_page_of_papers_shows_only_what_may_be_opened(house, client):
    client.force_login(house.department)
    page = told(client, "rooms:papers")
    assert "制度文件" in page
    assert "年度归档卷" not in page
    client.force_login(house.clerk)
    assert "年度归档卷" in told(client, "rooms:papers")


@pytest.mark.parametrize("kind", ["assemblies", "duties", "rules", "groups", "hearings", "volumes"])
def test_each_list_is_exported(house, client, kind):
    registers.assembly(house)
    registers.duty(house)
    registers.rule(house.leading_office)
    registers.group(house)
    hearings.ask_for(registers.hearing(house), by=house.township, text="补齐", unit=house.room.unit)
    client.force_login(house.leading_office)
    response = client.get(reverse("reports:export_list", args=[kind]))
    assert response.status_code == 200
    assert response.content.startswith(b"PK")
