from functools import cached_property

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from members.enums import RoleCode
from members.models.login import RolePolicy
from members.models.names import DatedQuerySet, Named, NamedQuerySet, dated_constraint
from members.models.places import Region, Unit, under
from members.permissions import Scope

# Unread notices are counted no further than this.
MOST_COUNTED = 100


class UserQuerySet(NamedQuerySet):
    def visible_to(self, user):
        """Accounts with a role, past or present, in a region that the person looks after, and those with none yet."""
        paths = user.paths_as(RoleCode.ADMIN, RoleCode.SECURITY)
        if not paths:
            return self.none()
        return self.within_or_nowhere(paths)

    def within_or_nowhere(self, paths):
        """Accounts with a role in one of these regions, and those that hold none yet."""
        roles = Role.objects.filter(under(paths, "unit__region__path") | under(paths, "region__path"))
        # No join: it would bring a person once for each role.
        none = ~models.Exists(Role.objects.filter(user=models.OuterRef("pk")))
        return self.filter(models.Q(pk__in=roles.values("user")) | none)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, username, password=None, **fields):
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db, force_insert=True)
        return user


class User(Named, AbstractBaseUser):
    """A person who signs in. There is no superuser: every right comes from a dated role."""

    name = models.CharField("姓名", max_length=40)
    username = models.CharField("用户名", max_length=60, unique=True)
    phone = models.CharField("手机", max_length=30, blank=True)
    email = models.EmailField("邮箱", blank=True)
    is_active = models.BooleanField("可以登录", default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    # Counted up when roles change: every open session of the person ends with it.
    rights_version = models.PositiveIntegerField(default=1)
    must_change_password = models.BooleanField(default=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "用户"
        ordering = ["pinyin", "pk"]

    def get_full_name(self):
        return self.name

    @property
    def ledger_label(self) -> str:
        return self.username

    def _get_session_auth_hash(self, secret=None):
        # Django's own hook for this method: roles count as much as the password.
        value = f"{self.password}:{self.rights_version}"
        return salted_hmac("members.User.session", value, secret=secret, algorithm="sha256").hexdigest()

    def rights_scope(self) -> Scope:
        roles = self.roles.select_related("unit__region", "region")
        paths = frozenset(role.place.path for role in roles)
        # Somebody who moved is looked after where the roles of today are; who has none any more, where they were.
        held = frozenset(role.place.path for role in roles if role.lasts(timezone.localdate()))
        return Scope(paths=paths, held_paths=held or paths, everywhere=not paths)

    @cached_property
    def current_roles(self) -> list["Role"]:
        """Roles in force today, read once per request; each knows whether it must sign in with a second factor."""
        if not self.is_active:
            return []
        strict = RolePolicy.objects.filter(code=models.OuterRef("code"), second_factor=True)
        roles = self.roles.on(timezone.localdate()).select_related("unit__region", "region")
        return list(roles.annotate(asks_second_factor=models.Exists(strict)))

    @cached_property
    def unread_notices(self) -> list[int]:
        """Keys of unread notices, as far as they are counted; who is signed in brings them along (members/backends)."""
        return list(self.notices.unread().order_by().values_list("pk", flat=True)[:MOST_COUNTED])

    def units_as(self, *codes) -> set[int]:
        """Keys of the units in which the person holds one of these roles."""
        return {role.unit_id for role in self.current_roles if role.code in codes and role.unit_id}

    def paths_as(self, *codes) -> list[str]:
        """Region paths over which the person holds one of these roles."""
        return [role.place.path for role in self.current_roles if role.code in codes]

    def holds(self, *codes) -> bool:
        return any(role.code in codes for role in self.current_roles)

    def has_perm(self, perm, obj=None):
        # No superuser branch on purpose: only the permission table decides.
        return self.is_active and rules.has_perm(perm, self, obj)

    def has_module_perms(self, app_label):
        return self.is_active and self.holds(RoleCode.ADMIN)


class RoleQuerySet(DatedQuerySet):
    def on(self, day):
        return self.filter(starts_on__lte=day).lasting(day)

    def lasting(self, day):
        """Roles in force on the day or later. One that was ended at once is over on its last day already."""
        over = models.Q(ends_on__lt=day) | models.Q(ends_on=day, ended_at__isnull=False)
        return self.exclude(over)

    def visible_to(self, user):
        paths = user.paths_as(RoleCode.ADMIN, RoleCode.SECURITY)
        return self.filter(under(paths, "unit__region__path") | under(paths, "region__path"))

    def for_page(self):
        return self.select_related("user", "unit__region", "region")


class Role(models.Model):
    """What a person may do, where, and from when to when; scoped to a unit or to a region."""

    user = models.ForeignKey(User, models.PROTECT, related_name="roles")
    code = models.CharField("角色", max_length=20, choices=RoleCode.choices)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="roles",
        verbose_name="单位",
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="roles",
        verbose_name="区域",
    )
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)
    # When it was ended at once, on its last day; what was done before stands under it.
    ended_at = models.DateTimeField("终止时间", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="roles_granted")

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "角色"
        ordering = ["code", "starts_on"]
        constraints = [
            dated_constraint("role_dates_in_order"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ends_on__isnull=False),
                name="role_ended_has_last_day",
            ),
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False, region__isnull=True)
                | models.Q(unit__isnull=True, region__isnull=False),
                name="role_has_one_scope",
            ),
            models.UniqueConstraint(
                fields=["user", "code", "unit"],
                condition=models.Q(ends_on__isnull=True),
                name="role_once_per_unit",
            ),
            models.UniqueConstraint(
                fields=["user", "code", "region"],
                condition=models.Q(ends_on__isnull=True),
                name="role_once_per_region",
            ),
        ]

    def __str__(self):
        return f"{self.scope_name} {self.get_code_display()}"

    def rights_scope(self) -> Scope:
        return Scope(path=self.place.path)

    def lasts(self, day) -> bool:
        """Say whether it is in force on the day or later."""
        return self.ends_on is None or self.ends_on > day or (self.ends_on == day and self.ended_at is None)

    @property
    def place(self) -> Region:
        return self.region or self.unit.region

    @property
    def scope_name(self) -> str:
        return self.unit.name if self.unit_id else self.region.name
