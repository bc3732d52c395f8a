"""The sign-in library's forms that compare a secret: each attempt is counted before anything is compared."""

from allauth.account.forms import ChangePasswordForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm

from members import operations
from members.forms.proof import reserve_proof


class Counted:
    """The codes of one person are counted together, wherever they are typed."""

    counter = "code"

    def clean_code(self):
        reserve_proof(self.user, counter=self.counter)
        code = super().clean_code()
        operations.forgive_attempt(self.user.username, address=self.counter)
        return code


class CodeForm(Counted, AuthenticateForm):
    pass


class CodeAgainForm(Counted, ReauthenticateForm):
    pass


class FirstCodeForm(Counted, ActivateTOTPForm):
    pass


class PasswordForm(ChangePasswordForm):
    counter = "password"

    def clean_oldpassword(self):
        reserve_proof(self.user, counter=self.counter)
        password = super().clean_oldpassword()
        operations.forgive_attempt(self.user.username, address=self.counter)
        return password
