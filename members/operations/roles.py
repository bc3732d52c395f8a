"""Roles: who may do what, where, since when. Nobody grants to himself, and the last keeper of a power stays."""

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.enums import ROLE_UNITS, SEPARATE_ROLES, RoleCode
from members.models import Role, RolePolicy, User
from members.operations.desks import tell_nobody_handles
from members.operations.notices import notify
from members.workflow import Refused, lock


@transaction.atomic
def grant_role(user: User, *, by, code, unit=None, region=None, starts_on, ends_on=None, note="") -> Role:
    """Give a person a role in a unit or, for the roles of the whole house, over a region."""
    code = RoleCode(code)
    if by == user:
        raise Refused("不能给自己授予角色，请由另一名安全管理员办理。")
    user = lock(user)
    _check_place(code, unit, region)
    _check_separate(user, code)
    if ends_on and ends_on < starts_on:
        raise Refused("结束日期不能早于开始日期。")
    if _held_then(user, starts_on, ends_on).filter(code=code, unit=unit, region=region).exists():
        raise Refused("这个人在同一处已有同一角色，日期重叠。请先终止原来的角色，或改日期。")
    role = Role.objects.create(
        user=user, code=code, unit=unit, region=region, starts_on=starts_on, ends_on=ends_on, note=note, granted_by=by
    )
    end_sessions(user)
    ledger.record(
        user, "members.grant_role", by=by, unit=unit, sentence=f"授予角色：{role}（{_span(role)}）", note=note
    )
    notify([user], f"您有了新的角色：{role}，{_span(role)}")
    return role


@transaction.atomic
def end_role(role: Role, *, by, last_on=None, note="") -> None:
    """End a role with a last day, which counts in full, or at once: from this moment it gives nothing any more."""
    if role.user_id == by.pk:
        raise Refused("不能终止自己的角色，请由另一名安全管理员办理。")
    role = lock(role, related=("user", "unit", "region"))
    today = timezone.localdate()
    if not role.lasts(today):
        raise Refused("这个角色已经终止。")
    if last_on and last_on < max(today, role.starts_on):
        raise Refused("最后一天不能早于今天，也不能早于开始日期。")
    keep_one(role)
    words, told = _words_of_end(role, today, last_on)
    close_role(role, last_on)
    ledger.record(role.user, "members.end_role", by=by, unit=role.unit, sentence=words, note=note)
    notify([role.user], told)
    if role.code == RoleCode.DEPARTMENT:
        tell_nobody_handles(role.user, by=by, units=[role.unit_id])


def _words_of_end(role, today, last_on) -> tuple[str, str]:
    """What the ledger says, and what the person is told."""
    if last_on:
        return (
            f"终止角色：{role}，最后一天 {last_on:%Y年%-m月%-d日}",
            f"您的角色“{role}”最后一天是{last_on:%Y年%-m月%-d日}",
        )
    if role.starts_on > today:
        return (
            f"取消尚未生效的角色：{role}（原定{role.starts_on:%Y年%-m月%-d日}起）",
            f"原定授予您的角色“{role}”已经取消",
        )
    return f"立即终止角色：{role}", f"您的角色“{role}”已经终止"


def close_role(role: Role, last_on=None) -> None:
    """Write the end of a role; called inside the verb that decided it.

    Without a last day, or with one that is over, it ends now: until now it gave its rights, and what was done stands
    under it. Only a role that never began is taken away altogether.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    if role.starts_on > max(last_on or today, today):
        role.delete()
    else:
        at_once = last_on is None or last_on < today
        role.ends_on, role.ended_at = (today, now) if at_once else (last_on, None)
        role.save(update_fields=["ends_on", "ended_at"])
    end_sessions(lock(role.user))


@transaction.atomic
def ask_second_factor(code, *, by, asked: bool) -> RolePolicy:
    """Decide whether a role opens pages only to who signed in with a second factor."""
    policy, _ = RolePolicy.objects.select_for_update().get_or_create(code=RoleCode(code))
    if policy.second_factor != asked:
        policy.second_factor = asked
        policy.save(update_fields=["second_factor"])
        words = "登录需要动态口令" if asked else "登录不再要求动态口令"
        ledger.record(policy, "members.ask_second_factor", by=by, sentence=f"{policy}{words}")
    return policy


def keep_one(role: Role) -> None:
    """Refuse to take away the last administrator or security administrator of a region: nobody could put it right."""
    if role.code not in (RoleCode.ADMIN, RoleCode.SECURITY):
        return
    today = timezone.localdate()
    keepers = Role.objects.filter(code=role.code, region=role.region, ends_on__isnull=True, user__is_active=True)
    # The rows are locked, so that two people cannot each take away the other's.
    others = [each for each in keepers.select_for_update() if each.pk != role.pk and each.starts_on <= today]
    if not [each for each in others if each.user_id != role.user_id]:
        raise Refused(f"这是{role.region}最后一名{role.get_code_display()}，请先授予他人，再终止或停用。")


def _check_place(code, unit, region) -> None:
    kinds = ROLE_UNITS.get(code)
    if kinds is None and (region is None or unit is not None):
        raise Refused(f"{code.label}的范围是一个行政区域，请选择区域。")
    if kinds is not None and (unit is None or region is not None or unit.kind not in kinds):
        names = "、".join(kind.label for kind in kinds)
        raise Refused(f"{code.label}的范围是一个单位（{names}），请重新选择。")


def _check_separate(user, code) -> None:
    if code not in SEPARATE_ROLES:
        return
    today = timezone.localdate()
    held = user.roles.lasting(today).filter(code__in=SEPARATE_ROLES).exclude(code=code).first()
    if held:
        raise Refused(f"这个人已是{held.get_code_display()}。系统管理、安全管理、监督审计三者要由不同的人担任。")


def _held_then(user, starts_on, ends_on):
    rows = user.roles.lasting(starts_on)
    return rows.filter(starts_on__lte=ends_on) if ends_on else rows


def end_sessions(user: User) -> None:
    """Every open session of the person ends with the next request."""
    user.rights_version += 1
    user.save(update_fields=["rights_version"])


def _span(role) -> str:
    if role.ends_on is None:
        return f"{role.starts_on:%Y年%-m月%-d日}起"
    return f"{role.starts_on:%Y年%-m月%-d日}至{role.ends_on:%Y年%-m月%-d日}"
