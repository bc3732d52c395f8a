from datetime import timedelta

import pytest
from django.utils import timezone

from members import operations
from members.enums import RoleCode
from members.models import Event, Role, User
from members.workflow import Refused
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


def again(user):
    return User.objects.get(pk=user.pk)


def test_an_account_begins_without_any_right_and_with_a_password_told_once(house):
    user, password = operations.create_account(by=house.admin, username="newcomer", name="高翔")
    assert user.check_password(password)
    assert (user.must_change_password, list(user.roles.all())) == (True, [])
    event = Event.objects.latest("pk")
    assert (event.verb, event.actor_id) == ("members.create_account", house.admin.pk)
    assert password not in f"{event.sentence}{event.fields}"


def test_a_user_name_is_given_once_whatever_its_letters(house):
    operations.create_account(by=house.admin, username="newcomer", name="高翔")
    with pytest.raises(Refused, match="已经有人用了"):
        operations.create_account(by=house.admin, username="NEWCOMER", name="别人")


def test_a_reset_gives_another_password_that_must_be_changed(house):
    before = again(house.clerk)
    password = operations.reset_password(house.clerk, by=house.admin)
    after = again(house.clerk)
    assert after.check_password(password)
    assert (after.must_change_password, after.rights_version) == (True, before.rights_version + 1)


def test_nobody_resets_or_disables_oneself(house):
    with pytest.raises(Refused, match="我的账号"):
        operations.reset_password(house.admin, by=house.admin)
    with pytest.raises(Refused, match="不能停用自己"):
        operations.disable_account(house.admin, by=house.admin, reason="")


def test_the_last_keeper_of_a_power_stays(house, today):
    for keeper, other in ((house.admin, house.security), (house.security, house.admin)):
        with pytest.raises(Refused, match="最后一名"):
            operations.disable_account(keeper, by=other, reason="调离")
    with pytest.raises(Refused, match="最后一名"):
        operations.end_role(house.admin.roles.get(), by=house.security)
    second = make.person(RoleCode.ADMIN, region=house.city)
    operations.end_role(house.admin.roles.get(), by=house.security)
    assert not again(house.admin).holds(RoleCode.ADMIN)
    assert again(second).holds(RoleCode.ADMIN)


def test_a_disabled_keeper_does_not_count(house):
    second = make.person(RoleCode.ADMIN, region=house.city, is_active=False)
    assert second.roles.exists()
    with pytest.raises(Refused, match="最后一名"):
        operations.end_role(house.admin.roles.get(), by=house.security)


def test_nobody_grants_or_ends_for_oneself(house, today):
    with pytest.raises(Refused, match="不能给自己"):
        operations.grant_role(house.security, by=house.security, code="office", unit=make.office(), starts_on=today)
    with pytest.raises(Refused, match="不能终止自己"):
        operations.end_role(house.security.roles.get(), by=house.security)


@pytest.mark.parametrize("holder", ["admin", "auditor"])
def test_the_three_powers_stay_in_three_hands(house, today, holder):
    with pytest.raises(Refused, match="不同的人"):
        operations.grant_role(
            getattr(house, holder), by=house.security, code="security", region=house.city, starts_on=today
        )


def test_a_role_is_scoped_to_the_right_kind_of_place(house, today):
    with pytest.raises(Refused, match="联络室"):
        operations.grant_role(
            house.stranger, by=house.security, code="clerk", unit=house.department_unit, starts_on=today
        )
    with pytest.raises(Refused, match="行政区域"):
        operations.grant_role(
            house.stranger, by=house.security, code="auditor", unit=house.department_unit, starts_on=today
        )


def test_a_role_is_held_once_at_a_time(house, today):
    operations.grant_role(house.stranger, by=house.security, code="clerk", unit=house.room.unit, starts_on=today)
    with pytest.raises(Refused, match="日期重叠"):
        operations.grant_role(house.stranger, by=house.security, code="clerk", unit=house.room.unit, starts_on=today)


def test_a_role_that_ends_at_once_gives_nothing_any_more_and_stays_on_record(house):
    role = house.clerk.roles.get()
    operations.end_role(role, by=house.security, note="调离")
    role.refresh_from_db()
    assert (role.ends_on, role.ended_at is None) == (timezone.localdate(), False)
    assert again(house.clerk).current_roles == []
    event = Event.objects.with_notes().get(verb="members.end_role")
    assert (event.note, event.sentence.startswith("立即终止角色")) == ("调离", True)


def test_a_role_that_began_today_stays_on_record_when_it_ends_at_once(house, today):
    clerk = {"by": house.security, "code": "clerk", "unit": house.room.unit, "starts_on": today}
    role = operations.grant_role(house.stranger, **clerk)
    operations.end_role(role, by=house.security)
    assert Role.objects.get(pk=role.pk).ends_on == today
    assert again(house.stranger).current_roles == []
    with pytest.raises(Refused, match="已经终止"):
        operations.end_role(role, by=house.security)
    operations.grant_role(house.stranger, **clerk)
    assert again(house.stranger).holds(RoleCode.CLERK)


def test_a_role_that_never_began_is_taken_away(house, today):
    later = today + timedelta(days=3)
    role = operations.grant_role(house.stranger, by=house.security, code="clerk", unit=house.room.unit, starts_on=later)
    operations.end_role(role, by=house.security)
    assert not Role.objects.filter(pk=role.pk).exists()
    assert Event.objects.filter(verb="members.end_role", sentence__contains="取消尚未生效的角色").exists()


def test_the_last_day_of_a_role_counts_in_full(house, today):
    role = house.clerk.roles.get()
    operations.end_role(role, by=house.security, last_on=today)
    assert again(house.clerk).holds(RoleCode.CLERK)
    with pytest.raises(Refused, match="不能早于今天"):
        operations.end_role(role, by=house.security, last_on=today - timedelta(days=1))


def test_a_unit_stays_while_somebody_holds_a_role_there_today_or_later(house, today):
    role = house.department.roles.get()
    operations.end_role(role, by=house.security, last_on=today + timedelta(days=30))
    with pytest.raises(Refused, match="还有 1 人"):
        operations.edit_unit(house.department_unit, by=house.admin, version=1, is_active=False)
    operations.end_role(Role.objects.get(pk=role.pk), by=house.security)
    assert not operations.edit_unit(house.department_unit, by=house.admin, version=1, is_active=False).is_active


def test_an_administrator_of_a_township_does_not_touch_who_holds_a_role_elsewhere(house, today):
    town = house.room.unit.region
    admin = make.person(RoleCode.ADMIN, region=town)
    guard = make.person(RoleCode.SECURITY, region=town)
    for keeper, permission in ((admin, "members.edit_accounts"), (guard, "members.edit_roles")):
        assert keeper.has_perm(permission, again(house.clerk))
    make.grant(house.clerk, RoleCode.OFFICE, unit=make.office())
    for keeper, permission in ((admin, "members.edit_accounts"), (guard, "members.edit_roles")):
        assert keeper.has_perm("members.view_accounts", again(house.clerk))
        assert not keeper.has_perm(permission, again(house.clerk))
    assert house.admin.has_perm("members.edit_accounts", again(house.clerk))
    operations.end_role(house.clerk.roles.get(code="office"), by=house.security)
    assert admin.has_perm("members.edit_accounts", again(house.clerk))


def test_the_second_factor_is_forgotten_by_another_hand_than_the_password(house):
    with pytest.raises(Refused, match="没有绑定"):
        operations.forget_second_factor(house.clerk, by=house.security)
    assert not house.admin.has_perm("members.edit_roles", house.clerk)
    assert not house.security.has_perm("members.edit_accounts", house.clerk)


def test_accounts_of_another_city_are_not_there(house):
    region = make.RegionFactory(code="420116", name="黄陂区", parent=None)
    elsewhere = make.person(RoleCode.AUDITOR, region=region)
    assert not User.objects.visible_to(house.admin).filter(pk=elsewhere.pk).exists()
    assert not house.admin.has_perm("members.edit_accounts", elsewhere)
    assert User.objects.visible_to(house.admin).filter(pk=house.stranger.pk).exists()
