"""通知渠道: how notices leave the system, who wants them there, and what became of each."""

import uuid

from django.db import models
from django.utils import timezone

from members.enums import ChannelKind, DeliveryState, NoticeKind, RoleCode, Signing
from members.models.operations import Job, Notice
from members.models.places import Region, under
from members.models.users import User
from members.permissions import Scope


class ChannelQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(under(user.paths_as(RoleCode.ADMIN), "region__path"))

    def for_page(self):
        return self.select_related("region")

    def serving(self, user):
        """What the person can be reached by: open channels of the places in which the person holds a role."""
        paths = {role.place.path for role in user.current_roles}
        above = {path[: at + 1] for path in paths for at, letter in enumerate(path) if letter == "/" and at}
        return self.filter(enabled=True, region__path__in=above)


class Channel(models.Model):
    """通知渠道: the mail server or one gateway, for the people of a region."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="channels", verbose_name="区域")
    kind = models.CharField("类别", max_length=10, choices=ChannelKind.choices)
    name = models.CharField("名称", max_length=40)
    enabled = models.BooleanField("启用", default=False)
    # Sealed: addresses of robots carry their key. What is shown ends before the question mark.
    sealed_address = models.TextField(blank=True)
    shown_address = models.CharField("地址", max_length=200, blank=True)
    sealed_secret = models.TextField(blank=True)
    signing = models.CharField("密钥用法", max_length=10, choices=Signing.choices, default=Signing.NONE)
    body = models.TextField("报文", max_length=2000, blank=True)
    # A word that the answer of a gateway of one's own has when it took the message.
    success_word = models.CharField("成功回执里的文字", max_length=60, blank=True)
    timeout = models.PositiveSmallIntegerField("等待秒数", default=8)
    # Which notices; empty: all.
    only = models.CharField("发哪些通知", max_length=10, choices=NoticeKind.choices, blank=True)
    says_sentence = models.BooleanField("写明通知内容", default=False)
    quiet_from = models.TimeField("几点以后不发", null=True, blank=True)
    quiet_until = models.TimeField("几点以前不发", null=True, blank=True)
    workdays_only = models.BooleanField("休息日不发", default=False)
    # A gateway that fails again and again is left alone for a while.
    failures = models.PositiveSmallIntegerField(default=0)
    resting_until = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通知渠道"
        ordering = ["region__path", "kind", "pk"]
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="channel_name_once_per_region")]

    def __str__(self):
        return self.name

    @property
    def by_phone(self) -> bool:
        return self.kind != ChannelKind.MAIL

    def rights_scope(self) -> Scope:
        return Scope(path=self.region.path)

    def takes(self, kind: str) -> bool:
        return not self.only or self.only == kind

    def address_of(self, user: User) -> str:
        return user.phone if self.by_phone else user.email


class Reach(models.Model):
    """通知方式: a person wants notices by this channel as well."""

    user = models.ForeignKey(User, models.CASCADE, related_name="reaches")
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="reaches")
    chosen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "通知方式"
        constraints = [models.UniqueConstraint(fields=["user", "channel"], name="reach_once")]

    def __str__(self):
        return f"{self.user}：{self.channel}"


class AddressCode(models.Model):
    """地址验证码: sent to an address, to see that it is the person's own."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="+")
    address = models.CharField(max_length=254)
    sealed_code = models.TextField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "地址验证码"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.user}"


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, user):
        paths = user.paths_as(RoleCode.ADMIN, RoleCode.AUDITOR)
        return self.filter(under(paths, "channel__region__path"))

    def for_page(self):
        return self.select_related("channel__region", "user")

    def dead(self):
        return self.filter(state=DeliveryState.DEAD)


class Delivery(models.Model):
    """送达: one message by one channel to one person. Its key goes along, so that a gateway knows it again."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="deliveries")
    user = models.ForeignKey(User, models.CASCADE, related_name="deliveries")
    notice = models.ForeignKey(Notice, models.CASCADE, null=True, related_name="deliveries")
    code = models.ForeignKey(AddressCode, models.CASCADE, null=True, related_name="deliveries")
    kind = models.CharField("通知类别", max_length=10, choices=NoticeKind.choices, default=NoticeKind.NEWS)
    address = models.CharField("地址", max_length=254)
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    error = models.CharField("原因", max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="deliveries")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "送达"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["channel", "state", "-id"], name="delivery_of_channel")]

    def __str__(self):
        return f"{self.channel} {self.key}"

    def rights_scope(self) -> Scope:
        return self.channel.rights_scope()
