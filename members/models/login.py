from django.db import models

from members.enums import RoleCode


class LoginAttempt(models.Model):
    """One counter per account or address and window, counted up before the password is hashed; used codes as well."""

    key = models.CharField(max_length=120)
    window = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "登录尝试"
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="one_attempt_counter_per_window")]

    def __str__(self):
        return f"{self.key}：{self.count}"


class RolePolicy(models.Model):
    """Settings of one role; today whether it must sign in with a second factor."""

    code = models.CharField("角色", max_length=20, choices=RoleCode.choices, unique=True)
    second_factor = models.BooleanField("登录需要动态口令", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "角色设置"
        ordering = ["code"]

    def __str__(self):
        return self.get_code_display()
