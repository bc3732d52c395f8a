from allauth.account import views as account
from django.urls import include, path

from members.access import public

# Only what this office uses of allauth: no sign-up, no mail addresses, no reset by mail.
account_patterns = [
    path("login/", public(account.login), name="account_login"),
    path("logout/", public(account.logout), name="account_logout"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
]

patterns = []

urlpatterns = [
    path("accounts/", include(account_patterns)),
    path("", include("members.urls")),
    path("", include("rooms.urls")),
    path("", include((patterns, "consult"))),
    path("", include("reports.urls")),
]
