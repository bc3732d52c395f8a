from allauth.account import views as account
from django.urls import include, path

from consult.views import (
    activity,
    assignment,
    calls,
    case,
    checkpoint,
    common_topics,
    decision,
    evaluation,
    evaluation_acts,
    evaluation_ranking,
    matter,
    meeting,
    minutes,
    nominations,
    past,
    plan_acts,
    plan_drafting,
    plans,
    preparation,
    quick,
    rating,
    stream,
    submission,
    topic,
    trial,
    waiver,
    withdrawing,
)
from members.access import public

# Only what this office uses of allauth: no sign-up, no mail addresses, no reset by mail.
account_patterns = [
    path("login/", public(account.login), name="account_login"),
    path("logout/", public(account.logout), name="account_logout"),
    path("inactive/", public(account.account_inactive), name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
]

# A year's plan: what is asked and put forward, the table, its approval, its changes; common topics.
plan_patterns = [
    path("plans/", plans.plans, name="plans"),
    path("plans/board/", plans.board, name="plan_board"),
    path("plans/new/", plan_drafting.new_plan, name="new_plan"),
    path("plans/similar/", plans.similar_planned, name="similar_planned"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/edit/", plan_drafting.edit_plan, name="edit_plan"),
    path("plans/<int:pk>/fill/", plan_drafting.fill_plan, name="fill_plan"),
    path("plans/<int:pk>/items/new/", plan_drafting.new_item, name="new_plan_item"),
    path("plans/<int:pk>/submit/", plan_acts.submit_plan, name="submit_plan"),
    path("plans/<int:pk>/take-back/", plan_acts.take_back_plan, name="take_back_plan"),
    path("plans/<int:pk>/decide/", plan_acts.decide_plan, name="decide_plan"),
    path("plans/<int:pk>/issue/", plan_acts.issue_plan, name="issue_plan"),
    path("plans/<int:pk>/changes/new/", plan_acts.add_to_issued, name="add_to_issued"),
    path("plans/<int:pk>/changes/decide/", plan_acts.decide_changes, name="decide_plan_changes"),
    path("plans/<int:pk>/changes/issue/", plan_acts.issue_changes, name="issue_plan_changes"),
    path("plan-changes/<int:pk>/withdraw/", plan_acts.withdraw_change, name="withdraw_plan_change"),
    path("plan-items/<int:pk>/", plans.plan_item, name="plan_item"),
    path("plan-items/<int:pk>/edit/", plan_drafting.edit_item, name="edit_plan_item"),
    path("plan-items/<int:pk>/order/", plan_drafting.move_item, name="move_plan_item"),
    path("plan-items/<int:pk>/split/", plan_drafting.split_item, name="split_plan_item"),
    path("plan-items/<int:pk>/merge/", plan_drafting.merge_item, name="merge_plan_item"),
    path("plan-items/<int:pk>/remove/", plan_drafting.remove_item, name="remove_plan_item"),
    path("plan-items/<int:pk>/change/", plan_acts.change_item, name="change_plan_item"),
    path("plan-items/<int:pk>/drop/", plan_acts.drop_item, name="drop_plan_item"),
    path("plan-items/<int:pk>/begin/", plan_acts.begin_planned, name="begin_planned"),
    path("plan-items/<int:pk>/link/", plan_acts.link_planned, name="link_planned"),
    path("rooms/<int:pk>/plan/", plans.room_plan, name="room_plan"),
    path("calls/", calls.calls, name="calls"),
    path("calls/new/", calls.new_call, name="new_call"),
    path("calls/<int:pk>/", calls.call, name="call"),
    path("calls/<int:pk>/edit/", calls.edit_call, name="edit_call"),
    path("calls/<int:pk>/close/", calls.close_call, name="close_call"),
    path("calls/<int:pk>/reopen/", calls.reopen_call, name="reopen_call"),
    path("calls/<int:pk>/answer/", nominations.answer_call, name="answer_call"),
    path("nominations/", nominations.nomination_list, name="nominations"),
    path("nominations/mine/", nominations.my_nominations, name="my_nominations"),
    path("nominations/new/", nominations.new_nomination, name="new_nomination"),
    path("nominations/circle/", nominations.circle_nominations, name="circle_nominations"),
    path("nominations/leader/", nominations.leader_topic, name="leader_topic"),
    path("nominations/<int:pk>/", nominations.nomination, name="nomination"),
    path("nominations/<int:pk>/shortlist/", nominations.shortlist_nomination, name="shortlist_nomination"),
    path("nominations/<int:pk>/choose/", nominations.choose_nomination, name="choose_nomination"),
    path("nominations/<int:pk>/decline/", nominations.decline_nomination, name="decline_nomination"),
    path("nominations/<int:pk>/merge/", nominations.merge_nomination, name="merge_nomination"),
    path("nominations/<int:pk>/withdraw/", nominations.withdraw_nomination, name="withdraw_nomination"),
    path("common-topics/", common_topics.common_list, name="common_topics"),
    path("common-topics/new/", common_topics.publish_common, name="publish_common"),
    path("common-topics/<int:pk>/", common_topics.common_topic, name="common_topic"),
    path("common-topics/<int:pk>/ask/", common_topics.ask_more, name="ask_common"),
    path("common-topics/<int:pk>/end/", common_topics.end_common, name="end_common"),
    path("common-topics/<int:pk>/reopen/", common_topics.reopen_common, name="reopen_common"),
    path("common-answers/<int:pk>/", common_topics.answer_common, name="answer_common"),
]

# The consultation as a whole: list, page, moves.
case_patterns = [
    path("rooms/<int:pk>/withdraw/", withdrawing.withdraw_room, name="withdraw_room"),
    path("consultations/", case.consultations, name="consultations"),
    path("consultations/find/", case.find_consultations, name="find_consultations"),
    path("consultations/<int:pk>/", case.consultation, name="consultation"),
    path("consultations/<int:pk>/events/", case.events, name="events"),
    path("consultations/<int:pk>/move/", case.move_stage, name="move_stage"),
    path("consultations/<int:pk>/return/<slug:stage>/", case.return_stage, name="return_stage"),
    path("consultations/<int:pk>/waive/<slug:gate>/", waiver.waive_checkpoint, name="waive_checkpoint"),
    path("consultations/<int:pk>/waive/<slug:gate>/revoke/", waiver.revoke_waiver, name="revoke_waiver"),
    path(
        "consultations/<int:pk>/gates/<slug:gate>/<slug:role>/", checkpoint.record_checkpoint, name="record_checkpoint"
    ),
    path(
        "consultations/<int:pk>/speak/<slug:gate>/<slug:role>/",
        checkpoint.speak_at_checkpoint,
        name="speak_at_checkpoint",
    ),
    path(
        "consultations/<int:pk>/rate/<slug:gate>/<slug:role>/", checkpoint.rate_consultation, name="rate_consultation"
    ),
    path("consultations/<int:pk>/lay/<slug:gate>/", checkpoint.lay_checkpoint, name="lay_checkpoint"),
    path("consultations/<int:pk>/product/", checkpoint.record_product, name="record_product"),
    path("consultations/<int:pk>/handle/", quick.handle_at_once, name="handle_at_once"),
    path("consultations/<int:pk>/spread/", quick.spread_topic, name="spread_topic"),
    path("consultations/<int:pk>/close/", case.close_consultation, name="close_consultation"),
    path("checkpoint-entries/<int:pk>/answer/", checkpoint.answer_entry, name="answer_entry"),
    path("checkpoint-entries/<int:pk>/strike/", checkpoint.strike_entry, name="strike_entry"),
    path("consultations/<int:pk>/stop/", case.stop_consultation, name="stop_consultation"),
    path("practices/trial/", trial.try_practice, name="try_practice"),
    path("practices/trial/<int:pk>/", trial.try_consultation, name="try_consultation"),
    path("regions/<int:pk>/running/", trial.running_under, name="running_under"),
    path("consultations/<int:pk>/join/", case.join_room, name="join_room"),
    path("consultations/<int:pk>/part/<int:room>/", case.part_room, name="part_room"),
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
    path("consultations/<int:pk>/participants/fitting/", preparation.add_fitting, name="add_fitting"),
    path("consultations/<int:pk>/participants/again/", preparation.take_over_list, name="take_over_list"),
    path("consultations/<int:pk>/participants/claim/", preparation.claim_seat, name="claim_seat"),
    path("consultations/<int:pk>/participants/fix/", preparation.fix_participants, name="fix_participants"),
    path("consultations/<int:pk>/participants/reopen/", preparation.reopen_participants, name="reopen_participants"),
    path("participants/<int:pk>/", preparation.edit_participant, name="edit_participant"),
    path("participants/<int:pk>/remove/", preparation.remove_participant, name="remove_participant"),
    # Activities of the rooms.
    path("rooms/<int:pk>/activities/record/", activity.record_activity, name="record_activity"),
    path("rooms/<int:pk>/activities/cases/", activity.activity_cases, name="activity_cases"),
    path("activities/<int:pk>/links/", activity.activity_links, name="activity_links"),
    path("activities/<int:pk>/topic/", activity.activity_topic, name="activity_topic"),
    path("activities/<int:pk>/case/", activity.link_activity, name="link_activity"),
    path("consultations/<int:pk>/activities/", activity.case_activities, name="case_activities"),
    path("consultations/<int:pk>/research/new/", preparation.new_research, name="new_research"),
    path("research/<int:pk>/", preparation.edit_research, name="edit_research"),
    path("research/<int:pk>/remove/", preparation.remove_research, name="remove_research"),
]

# What was consulted on before the system was in use.
past_patterns = [
    path("past/", past.past_consultations, name="past_consultations"),
    path("rooms/<int:pk>/past/new/", past.new_past, name="new_past"),
    path("past/<int:pk>/", past.past_consultation, name="past_consultation"),
    path("past/<int:pk>/edit/", past.edit_past, name="edit_past"),
    path("past/<int:pk>/remove/", past.remove_past, name="remove_past"),
    path("past/<int:pk>/matters/new/", past.add_past_matter, name="add_past_matter"),
    path("rooms/<int:pk>/minutes-start/", past.start_minutes, name="start_minutes"),
    path("past-matters/<int:pk>/edit/", past.edit_past_matter, name="edit_past_matter"),
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
minutes_patterns = [
    path("consultations/<int:pk>/minutes/", minutes.minutes, name="minutes"),
    path("consultations/<int:pk>/minutes/compose/", minutes.compose_minutes, name="compose_minutes"),
    path("consultations/<int:pk>/minutes/edit/", minutes.edit_minutes, name="edit_minutes"),
    path("consultations/<int:pk>/minutes/renew/", minutes.renew_minutes, name="renew_minutes"),
    path("consultations/<int:pk>/minutes/return/", minutes.return_minutes, name="return_minutes"),
    path("consultations/<int:pk>/minutes/sign/", minutes.sign_minutes, name="sign_minutes"),
    path("consultations/<int:pk>/minutes/countersign/", minutes.countersign_minutes, name="countersign_minutes"),
    path("consultations/<int:pk>/minutes/refusals/", minutes.note_refusals, name="note_refusals"),
    path("consultations/<int:pk>/minutes/correct/", minutes.correct_minutes, name="correct_minutes"),
    path("consultations/<int:pk>/minutes/give-up/", minutes.give_up_correction, name="give_up_correction"),
    path("consultations/<int:pk>/minutes/compare/", minutes.compare_minutes, name="compare_minutes"),
]

# Steps 5 and 6: submissions, decisions, assignments.
action_patterns = [
    path("submissions/", submission.submissions, name="submissions"),
    path("submissions/<int:pk>/", submission.submission, name="submission"),
    path("submissions/<int:pk>/receive/", submission.receive_submission, name="receive_submission"),
    path("submissions/<int:pk>/return/", submission.return_submission, name="return_submission"),
    path("submissions/<int:pk>/opinion/", submission.add_opinion, name="add_opinion"),
    path("consultations/<int:pk>/send/", submission.send_submission, name="send_submission"),
    path("matters/", decision.matters, name="matters"),
    path("matters/<int:pk>/", decision.matter, name="matter"),
    path("matters/<int:pk>/decide/", decision.decide_matter, name="decide_matter"),
    path("matters/<int:pk>/limit/<slug:which>/", decision.explain_limit, name="explain_limit"),
    path("matters/<int:pk>/again/", submission.lay_matter_again, name="lay_matter_again"),
    path("matters/<int:pk>/close/", decision.close_matter, name="close_matter"),
    path("matters/<int:pk>/units/", assignment.add_unit, name="add_unit"),
    path("assignments/", assignment.assignments, name="assignments"),
    path("assignments/<int:pk>/", assignment.assignment, name="assignment"),
    path("assignments/<int:pk>/accept/", assignment.accept_assignment, name="accept_assignment"),
    path("assignments/<int:pk>/refuse/", assignment.refuse_assignment, name="refuse_assignment"),
    path("assignments/<int:pk>/report/", assignment.report_progress, name="report_progress"),
    path("assignments/<int:pk>/close/", assignment.close_assignment, name="close_assignment"),
    path("assignments/<int:pk>/return/", assignment.return_report, name="return_report"),
    path("assignments/<int:pk>/cancel/", assignment.cancel_assignment, name="cancel_assignment"),
    path("assignments/<int:pk>/extend/", assignment.extend_assignment, name="extend_assignment"),
    path("assignments/<int:pk>/reassign/", assignment.reassign_assignment, name="reassign_assignment"),
]

# 评议: rounds, who is asked, the sheet itself, the ranking.
evaluation_patterns = [
    path("evaluations/", evaluation.rounds, name="rounds"),
    path("evaluations/ranking/", evaluation_ranking.ranking, name="ranking"),
    path("evaluations/raters/", evaluation.find_raters, name="find_raters"),
    path("evaluations/new/<slug:kind>/<int:pk>/", evaluation.open_round, name="open_round"),
    path("evaluations/<int:pk>/", evaluation.round, name="round"),
    path("evaluations/<int:pk>/votes/", evaluation.votes, name="votes"),
    path("evaluations/<int:pk>/invite/", evaluation_acts.invite_raters, name="invite_raters"),
    path("evaluations/<int:pk>/links/", evaluation_acts.make_links, name="rating_links"),
    path("evaluations/<int:pk>/code/", evaluation_acts.public_code, name="rating_code"),
    path("evaluations/<int:pk>/code/switch/", evaluation_acts.switch_code, name="switch_rating_code"),
    path("evaluations/<int:pk>/prolong/", evaluation_acts.prolong_round, name="prolong_round"),
    path("evaluations/<int:pk>/close/", evaluation_acts.close_round, name="close_round"),
    path("evaluations/<int:pk>/void/", evaluation_acts.void_round, name="void_round"),
    path("evaluation-invitations/<int:pk>/", rating.rate, name="rate"),
    path("evaluation-invitations/<int:pk>/withdraw/", evaluation_acts.withdraw_rater, name="withdraw_rater"),
    path("evaluation-invitations/<int:pk>/link/", evaluation_acts.make_link, name="rating_link"),
    path("evaluation-invitations/<int:pk>/paper/", evaluation_acts.enter_paper, name="enter_rating_paper"),
    path("r/<str:token>/", rating.rate_by_link, name="rate_by_link"),
    path("p/<slug:code>/", rating.rate_by_code, name="rate_by_code"),
]

patterns = [
    *case_patterns,
    *topic_patterns,
    *preparation_patterns,
    *past_patterns,
    *meeting_patterns,
    *minutes_patterns,
    *action_patterns,
    *plan_patterns,
    *evaluation_patterns,
]

urlpatterns = [
    path("accounts/", include(account_patterns)),
    path("", include("members.urls")),
    path("", include("rooms.urls")),
    path("", include((patterns, "consult"))),
    path("", include("proposals.urls")),
    path("", include("reports.urls")),
]
