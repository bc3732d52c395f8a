"""Sign-in as allauth asks for it: attempts are counted before the password is hashed."""

from datetime import timedelta

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError

from members import operations
from members.access import client_address


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "用户名或密码不对，请重新输入。",
        "enter_current_password": "现在的密码不对，请重新输入。",
        "incorrect_password": "密码不对，请重新输入。",
    }

    def is_open_for_signup(self, request):
        return False

    def pre_authenticate(self, request, **credentials):
        """Reserve an attempt, committed at once, so that parallel guesses are counted before any is checked."""
        until = operations.reserve_attempt(credentials.get("username", ""), address=self.get_client_ip(request))
        if until:
            minutes = max(1, round(until / timedelta(minutes=1)))
            raise ValidationError(
                f"输错次数过多，请 {minutes} 分钟后再试；忘记密码请联系系统管理员重置。",
                code="too_many_login_attempts",
            )

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        if user:
            operations.forgive_attempt(credentials.get("username", ""), address=self.get_client_ip(request))
        return user

    def set_password(self, user, password):
        operations.choose_password(user, password)

    def get_client_ip(self, request):
        return client_address(request)
