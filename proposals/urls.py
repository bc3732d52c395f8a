from django.urls import path

from proposals.views import activities, past, past_entries, proposal_acts, proposals, reviews

app_name = "proposals"

urlpatterns = [
    # 提案, 社情民意信息, 微建议.
    path("proposals/", proposals.proposal_list, name="proposals"),
    path("rooms/<int:pk>/proposals/new/", proposals.new_proposal, name="new_proposal"),
    path("proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<int:pk>/edit/", proposals.edit_proposal, name="edit_proposal"),
    path("proposals/<int:pk>/take-back/", proposal_acts.take_back_proposal, name="take_back_proposal"),
    path("proposals/<int:pk>/drop/", proposal_acts.drop_proposal, name="drop_proposal"),
    path("proposals/<int:pk>/receive/", proposal_acts.receive_proposal, name="receive_proposal"),
    path("proposals/<int:pk>/send-back/", proposal_acts.send_back_proposal, name="send_back_proposal"),
    # 审查.
    path("proposals/reviews/", reviews.reviews, name="reviews"),
    path("proposals/reviews/together/", reviews.review_together, name="review_together"),
    path("proposals/find/", reviews.find_proposals, name="find_proposals"),
    path("proposals/<int:pk>/review/", reviews.review_proposal, name="review_proposal"),
    path("proposals/<int:pk>/merge/", reviews.merge_proposal, name="merge_proposal"),
    path("proposal-reviews/<int:pk>/correct/", reviews.correct_review, name="correct_review"),
    # Out of what a room did.
    path("rooms/<int:pk>/activities/propose/", activities.record_activity, name="record_activity"),
    path("activities/<int:pk>/proposal/", activities.activity_proposal, name="activity_proposal"),
    path("activities/<int:pk>/proposals/", activities.activity_proposals, name="activity_proposals"),
    path("voices/<int:pk>/proposal/", activities.voice_proposal, name="voice_proposal"),
    # What was sent up, and what came of it, before the system was in use.
    path("past-reports/", past.past_reports, name="past_reports"),
    path("past-reports/new/", past_entries.new_report, name="new_past_report"),
    path("past-reports/<int:pk>/", past.past_report, name="past_report"),
    path("past-reports/<int:pk>/edit/", past_entries.edit_report, name="edit_past_report"),
    path("past-reports/<int:pk>/remove/", past_entries.remove_report, name="remove_past_report"),
    path("past-reports/<int:pk>/instructions/new/", past_entries.add_instruction, name="add_past_instruction"),
    path("past-reports/<int:pk>/handlings/new/", past_entries.add_handling, name="add_past_handling"),
    path("past-instructions/<int:pk>/edit/", past_entries.edit_instruction, name="edit_past_instruction"),
    path("past-handlings/<int:pk>/edit/", past_entries.edit_handling, name="edit_past_handling"),
    path("past-publications/", past.past_publications, name="past_publications"),
    path("past-publications/new/", past_entries.new_publication, name="new_past_publication"),
    path("past-publications/<int:pk>/edit/", past_entries.edit_publication, name="edit_past_publication"),
    path("past-publications/<int:pk>/remove/", past_entries.remove_publication, name="remove_past_publication"),
]
