"""Who acts proves it once more before what cannot be undone: the dynamic code where there is one, else the password."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django import forms
from django.core.exceptions import ValidationError

from members import operations
from members.forms.base import Form

# Counted apart from sign-in, so that a mistyped code does not lock the person out.
COUNTER = "proof"


def reserve_proof(user, *, counter: str) -> None:
    """Count the attempt before anything is compared, as at sign-in; refuse it when there were too many."""
    until = operations.reserve_attempt(user.username, address=counter)
    if until:
        minutes = max(1, round(until / timedelta(minutes=1)))
        raise ValidationError(f"输错次数过多，请 {minutes} 分钟后再试。", code="too_many")


class ProofForm(Form):
    """A form with one field for the proof; it holds for this one act."""

    proof = forms.CharField(max_length=128, strip=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.authenticator = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP).first()
        field = self.fields["proof"]
        if self.authenticator:
            field.label, field.note = "动态口令", "手机令牌上的 6 位数字"
            field.widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"})
        else:
            field.label, field.note = "登录密码", "再输一次，确认是本人"
            field.widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        field.error_messages["required"] = f"请输入{field.label}。"

    def clean_proof(self):
        reserve_proof(self.user, counter=COUNTER)
        typed = self.cleaned_data["proof"]
        if not self._proves(typed):
            wrong = (
                "动态口令不对或已用过，请等手机上换出新的一组再输。" if self.authenticator else "密码不对，请重新输入。"
            )
            raise ValidationError(wrong, code="wrong")
        operations.forgive_attempt(self.user.username, address=COUNTER)
        return ""

    def _proves(self, typed: str) -> bool:
        if self.authenticator:
            return self.authenticator.wrap().validate_code(typed) and operations.use_code(self.user, typed)
        return self.user.check_password(typed)
