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

# The consultation as a whole: list, page, moves.
case_patterns = []

# Step 1: topic and approval.
topic_patterns = []

# Steps 2 and 3: participants and research.
preparation_patterns = []

# Step 4: meetings, the stream of statements, matters.
meeting_patterns = []

# Step 4: minutes.
minutes_patterns = []

# Steps 5 and 6: submissions, decisions, assignments.
action_patterns = []

patterns = [
    *case_patterns,
    *topic_patterns,
    *preparation_patterns,
    *meeting_patterns,
    *minutes_patterns,
    *action_patterns,
]

urlpatterns = [
    path("accounts/", include(account_patterns)),
    path("", include("members.urls")),
    path("", include("rooms.urls")),
    path("", include((patterns, "consult"))),
    path("", include("reports.urls")),
]
