"""The sign-in library's forms that compare a secret: each attempt is counted before anything is compared."""

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.mfa.adapter import get_adapter
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


class Once(Counted):
    """A code opens once: the sign-in library remembers that in the memory of one process, this for all of them."""

    def clean_code(self):
        code = super().clean_code()
        if not operations.use_code(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(Once, AuthenticateForm):
    pass


class CodeAgainForm(Once, ReauthenticateForm):
    pass


class FirstCodeForm(Counted, ActivateTOTPForm):
    pass


class SignInForm(LoginForm):
    """Whoever opens the page types the name at once; after an error its own field has the focus."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["login"].widget.attrs["autofocus"] = True


class PasswordForm(ChangePasswordForm):
    counter = "password"

    def clean_oldpassword(self):
        reserve_proof(self.user, counter=self.counter)
        password = super().clean_oldpassword()
        operations.forgive_attempt(self.user.username, address=self.counter)
        return password
