"""Accounts. Who keeps them grants no rights: that is operations.roles, in another hand (三权分立)."""

import secrets

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from members import ledger
from members.models import User
from members.operations.changes import overwrite
from members.operations.desks import tell_nobody_handles
from members.operations.roles import end_sessions, keep_one
from members.workflow import Refused, lock

# Without 0/O, 1/l/I: the first password is read from paper and typed by hand.
LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
PASSWORD_LENGTH = 12


@transaction.atomic
def create_account(*, by, username: str, name: str, phone: str = "") -> tuple[User, str]:
    """Make an account without any right; return it with its first password, which is told once and must be changed."""
    taken = Refused(f"用户名“{username}”已经有人用了，请换一个。")
    if User.objects.filter(username__iexact=username).exists():
        raise taken
    password = new_password()
    try:
        with transaction.atomic():
            user = User.objects.create_user(username, password, name=name, phone=phone, must_change_password=True)
    except IntegrityError:
        # Somebody else took it at the same moment.
        raise taken from None
    ledger.record(user, "members.create_account", by=by, sentence=f"建立账号 {username}")
    return user, password


@transaction.atomic
def edit_account(user: User, *, by, **values) -> User:
    user, changes = overwrite(user, values)
    if changes:
        ledger.record(user, "members.edit_account", by=by, sentence=f"修改账号 {user.username}", changes=changes)
    return user


@transaction.atomic
def reset_password(user: User, *, by) -> str:
    """Give a new first password; whoever is signed in with the old one is out."""
    if user == by:
        raise Refused("自己的密码请在“我的账号”里修改。")
    user = lock(user)
    password = new_password()
    user.set_password(password)
    user.must_change_password = True
    user.rights_version += 1
    user.save(update_fields=["password", "must_change_password", "rights_version"])
    ledger.record(user, "members.reset_password", by=by, sentence=f"重置 {user.username} 的密码")
    return password


@transaction.atomic
def disable_account(user: User, *, by, reason: str) -> User:
    """From the next request on the person is out; what the person did stays on record under the name."""
    if user == by:
        raise Refused("不能停用自己的账号，请由另一名系统管理员办理。")
    user = lock(user)
    if not user.is_active:
        raise Refused("这个账号已经停用。")
    for role in user.current_roles:
        keep_one(role)
    user.is_active = False
    user.rights_version += 1
    user.save(update_fields=["is_active", "rights_version"])
    ledger.record(user, "members.disable_account", by=by, sentence=f"停用账号 {user.username}", note=reason)
    tell_nobody_handles(user, by=by)
    return user


@transaction.atomic
def enable_account(user: User, *, by) -> User:
    user = lock(user)
    if user.is_active:
        raise Refused("这个账号没有停用。")
    user.is_active = True
    user.save(update_fields=["is_active"])
    ledger.record(user, "members.enable_account", by=by, sentence=f"启用账号 {user.username}")
    return user


@transaction.atomic
def forget_second_factor(user: User, *, by) -> None:
    """For a lost telephone. In another hand than the password, so that no single person can become somebody else."""
    if user == by:
        raise Refused("自己的动态口令请在“我的账号”里解除，或请另一名安全管理员办理。")
    user = lock(user)
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise Refused("这个账号没有绑定动态口令。")
    end_sessions(user)
    ledger.record(user, "members.forget_second_factor", by=by, sentence=f"解除 {user.username} 的动态口令")


@transaction.atomic
def choose_password(user: User, password: str) -> None:
    """The person chose a password: every other session is out."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    ledger.record(user, "members.choose_password", by=user, sentence="修改了自己的密码")


@transaction.atomic
def sign_out_elsewhere(user: User) -> None:
    """End every session; the view keeps the present one alive."""
    end_sessions(user)
    ledger.record(user, "members.sign_out_elsewhere", by=user, sentence="退出了其他设备上的登录")


def new_password() -> str:
    while True:
        password = "".join(secrets.choice(LETTERS) for _ in range(PASSWORD_LENGTH))
        if any(each.isdigit() for each in password) and any(each.isalpha() for each in password):
            return password
