from allauth.account import views as account
from django.urls import include, path

from consult.views import case, matter, meeting, preparation, stream, topic
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
case_patterns = [
    path("consultations/", case.consultations, name="consultations"),
    path("consultations/find/", case.find_consultations, name="find_consultations"),
    path("consultations/<int:pk>/", case.consultation, name="consultation"),
    path("consultations/<int:pk>/events/", case.events, name="events"),
    path("consultations/<int:pk>/move/", case.move_stage, name="move_stage"),
    path("consultations/<int:pk>/return/<slug:stage>/", case.return_stage, name="return_stage"),
    path("consultations/<int:pk>/stop/", case.stop_consultation, name="stop_consultation"),
    path("consultations/<int:pk>/join/", case.join_room, name="join_room"),
]

# Step 1: topic and approval.
topic_patterns = [
    path("topics/new/", topic.new_topic, name="new_topic"),
    path("topics/new/<int:pk>/", topic.new_topic, name="new_topic"),
    path("topics/backfill/", topic.backfill, name="backfill"),
    path("topics/similar/", topic.similar_topics, name="similar_topics"),
    path("consultations/<int:pk>/topic/", topic.edit_topic, name="edit_topic"),
    path("consultations/<int:pk>/submit/", topic.submit_topic, name="submit_topic"),
    path("consultations/<int:pk>/take-back/", topic.take_back_topic, name="take_back_topic"),
    path("consultations/<int:pk>/approval/", topic.decide_approval, name="decide_approval"),
    path("consultations/<int:pk>/raise/", topic.raise_topic, name="raise_topic"),
]

# Steps 2 and 3: participants and research.
preparation_patterns = [
    path("consultations/<int:pk>/participants/", preparation.participants, name="participants"),
    path("consultations/<int:pk>/participants/add/", preparation.add_participant, name="add_participant"),
    path("consultations/<int:pk>/participants/team/", preparation.add_team, name="add_team"),
    path("consultations/<int:pk>/participants/fix/", preparation.fix_participants, name="fix_participants"),
    path("consultations/<int:pk>/participants/reopen/", preparation.reopen_participants, name="reopen_participants"),
    path("participants/<int:pk>/", preparation.edit_participant, name="edit_participant"),
    path("participants/<int:pk>/remove/", preparation.remove_participant, name="remove_participant"),
    path("consultations/<int:pk>/research/new/", preparation.new_research, name="new_research"),
    path("research/<int:pk>/", preparation.edit_research, name="edit_research"),
    path("research/<int:pk>/remove/", preparation.remove_research, name="remove_research"),
]

# Step 4: meetings, the stream of statements, matters.
meeting_patterns = [
    path("consultations/<int:pk>/meetings/new/", meeting.plan_meeting, name="plan_meeting"),
    path("consultations/<int:pk>/meetings/backfill/", meeting.backfill_meeting, name="backfill_meeting"),
    path("meetings/<int:pk>/", meeting.meeting, name="meeting"),
    path("meetings/<int:pk>/edit/", meeting.edit_meeting, name="edit_meeting"),
    path("meetings/<int:pk>/cancel/", meeting.cancel_meeting, name="cancel_meeting"),
    path("meetings/<int:pk>/start/", meeting.start_meeting, name="start_meeting"),
    path("meetings/<int:pk>/record/", meeting.record_meeting, name="record_meeting"),
    path("meetings/<int:pk>/end/", meeting.end_meeting, name="end_meeting"),
    path("meetings/<int:pk>/reopen/", meeting.reopen_meeting, name="reopen_meeting"),
    path("meetings/<int:pk>/changes/", stream.meeting_changes, name="meeting_changes"),
    path("meetings/<int:pk>/save/", stream.save_meeting, name="save_meeting"),
    path("meetings/<int:pk>/typing/", stream.keep_typing, name="keep_typing"),
    path("meetings/<int:pk>/people/", stream.add_to_meeting, name="add_to_meeting"),
    path("meeting-worker.js", meeting.meeting_worker, name="meeting_worker"),
    path("statements/<uuid:key>/explain/", matter.explain_dissent, name="explain_dissent"),
    path("consultations/<int:pk>/matters/new/", matter.note_matter, name="note_matter"),
    path("matters/<int:pk>/edit/", matter.edit_matter, name="edit_matter"),
    path("matters/<int:pk>/remove/", matter.remove_matter, name="remove_matter"),
    path("units/find/", matter.find_units, name="find_units"),
]

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
