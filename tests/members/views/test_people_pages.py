import pytest
from django.urls import reverse

from members import operations
from members.models import Event, Job, Member, Notice, Role, User
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(client, house):
    def enter(name):
        client.force_login(User.objects.get(pk=getattr(house, name).pk))
        return client

    return enter


def test_the_first_password_is_shown_once(enter):
    admin = enter("admin")
    page = admin.post(reverse("members:new_account"), {"username": "lixia", "name": "李霞"})
    account = User.objects.get(username="lixia")
    password = page.context["password"]
    assert password in page.content.decode()
    assert account.check_password(password)
    assert password not in admin.get(reverse("members:account", args=[account.pk])).content.decode()


@pytest.mark.parametrize("username", ["", "a b", "张三", "A", "x" * 61, "a\x00b"])
def test_an_odd_user_name_is_told_at_the_field(enter, username):
    page = enter("admin").post(reverse("members:new_account"), {"username": username, "name": "李霞"})
    assert page.status_code in (400, 422)
    assert not User.objects.filter(name="李霞").exists()


@pytest.mark.parametrize(
    ("who", "page"),
    [
        *(("admin", page) for page in ("account", "edit_account", "reset_password", "disable_account")),
        *(("security", page) for page in ("account", "grant_role")),
    ],
)
def test_every_page_of_an_account_with_two_roles_opens(enter, house, who, page):
    both = make.person("leading_office", unit=make.leading_office())
    make.grant(both, "office", unit=make.office())
    assert enter(who).get(reverse(f"members:{page}", args=[both.pk])).status_code == 200
    rows = enter(who).get(reverse("members:accounts"), {"q": both.name}).context["page"].rows
    assert [row.pk for row in rows] == [both.pk]


def test_accounts_are_found_by_the_unit_they_work_for(house, enter):
    unit = house.department_unit
    rows = enter("admin").get(reverse("members:accounts"), {"q": unit.short_name}).context["page"].rows
    assert [row.pk for row in rows] == [house.department.pk]


def test_a_township_is_told_who_looks_after_an_account_with_a_role_above(enter, house):
    make.grant(house.clerk, "office", unit=make.office())
    house.keeper = make.person("admin", region=house.room.unit.region)
    answer = enter("keeper").get(reverse("members:reset_password", args=[house.clerk.pk]))
    assert answer.status_code == 403
    assert "请由上一级办理" in answer.content.decode()


def test_security_grants_a_role_by_a_typed_name(enter, house):
    page = enter("security").post(
        reverse("members:grant_role", args=[house.stranger.pk]),
        {"code": "department", "unit": "市住建局", "starts_on": "2099-01-01"},
    )
    assert page.status_code == 302
    role = Role.objects.get(user=house.stranger)
    assert (role.code, role.unit, role.granted_by) == ("department", house.department_unit, house.security)


def test_a_role_without_its_place_is_told_at_the_field(enter, house):
    page = enter("security").post(
        reverse("members:grant_role", args=[house.stranger.pk]), {"code": "auditor", "starts_on": "2099-01-01"}
    )
    assert page.status_code == 422
    assert "范围是一个区域" in str(page.context["form"].errors["region"])


def test_a_notice_leads_to_its_page_and_is_read_by_the_press(enter, house):
    operations.notify([house.clerk], "有一件事", url="/consultations/")
    notice = Notice.objects.get()
    clerk = enter("clerk")
    assert clerk.get(reverse("members:notice", args=[notice.pk]))["Location"] == "/consultations/"
    assert Notice.objects.get().read_at is None
    clerk.post(reverse("members:notice", args=[notice.pk]))
    assert Notice.objects.get().read_at is not None


def test_a_notice_never_leads_off_the_site(enter, house):
    operations.notify([house.clerk], "假通知", url="//evil.example/")
    page = enter("clerk").post(reverse("members:notice", args=[Notice.objects.get().pk]))
    assert page["Location"] == reverse("members:notices")


def test_all_notices_are_read_at_once_and_only_mine(enter, house):
    operations.notify([house.clerk, house.convener], "有一件事")
    enter("clerk").post(reverse("members:read_notices"))
    assert list(Notice.objects.unread().values_list("user", flat=True)) == [house.convener.pk]


def test_a_job_is_asked_for_until_it_is_over(enter, house):
    job = Job.objects.create(kind="reports.export", key="k", title="清单", ordered_by=house.clerk)
    clerk, url = enter("clerk"), reverse("members:job", args=[job.pk])
    assert "hx-trigger" in clerk.get(url, headers={"hx-request": "true"}).content.decode()
    Job.objects.filter(pk=job.pk).update(done_at=job.ordered_at, result={"file": "x"})
    told = clerk.get(url, headers={"hx-request": "true"}).content.decode()
    assert ("hx-trigger" in told, "打开结果" in told, "<html" in told) == (False, True, False)


def test_the_auditor_finds_an_act_by_who_did_it(enter, house):
    operations.create_account(by=house.admin, username="newcomer", name="高翔")
    make.consultation(house.room, by=house.clerk)
    page = enter("auditor").get(reverse("members:ledger"), {"actor": "xuqiang"})
    assert [event.actor_label for event in page.context["page"].rows] == ["许强"]
    assert Event.objects.exclude(actor_id=house.admin.pk).exists()


@pytest.mark.parametrize("query", ["since=x", "case=x", "unit=999999999999999999999", "after=x", "verb=%F0%9F%98%80"])
def test_odd_filters_are_no_fault(enter, query):
    assert enter("auditor").get(f"{reverse('members:ledger')}?{query}").status_code == 200


def test_the_office_keeps_the_roll(enter):
    page = enter("office").post(
        reverse("members:new_member"), {"name": "陶志明", "level": "county", "sector": "医卫界", "is_active": "on"}
    )
    member = Member.objects.get()
    assert (page.status_code, member.name, member.pinyin.split()[0]) == (302, "陶志明", "taozhiming")


def test_a_stale_form_shows_both_texts(enter, house):
    member = make.MemberFactory(name="陶志明", sector="医卫界")
    operations.edit_member(member, by=house.office, version=1, sector="科技界")
    page = enter("office").post(
        reverse("members:edit_member", args=[member.pk]),
        {"name": "陶志明", "level": "county", "sector": "教育界", "is_active": "on", "version": "1"},
    )
    [difference] = page.context["form"].differences
    assert (difference.mine, difference.theirs) == ("教育界", "科技界")


@pytest.mark.parametrize("words", ["baiyang", "bysq", "白杨"])
def test_units_are_found_by_name_and_pinyin(enter, words):
    found = enter("clerk").get(reverse("members:find_units"), {"q": words}).json()["results"]
    assert [row["name"][:4] for row in found] == ["白杨社区", "白杨社区"]


@pytest.mark.parametrize("words", ["szjj", "zjj", "zhujianju"])
def test_units_are_found_by_the_pinyin_of_their_short_names(enter, house, words):
    make.UnitFactory(name="大冶市住房和城乡建设局", short_name="市住建局", region=house.city)
    found = enter("clerk").get(reverse("members:find_units"), {"q": words}).json()["results"]
    assert "大冶市住房和城乡建设局" in [row["name"] for row in found]


def test_a_region_lies_where_it_may_and_is_not_closed_while_used(enter, house):
    admin = enter("admin")
    township = house.room.unit.region
    made = {"name": "青山村", "code": "420281999001", "kind": "village", "parent": township.pk}
    assert admin.post(reverse("members:new_region"), made).status_code == 302
    wrong = {**made, "code": "420281999002", "name": "另一村", "parent": house.city.pk}
    assert admin.post(reverse("members:new_region"), wrong).status_code == 422
    page = admin.post(reverse("members:edit_region", args=[township.pk]), {"name": township.name})
    assert "请先停用" in page.content.decode()
