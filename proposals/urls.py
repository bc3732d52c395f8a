from django.urls import path

from proposals.views import past, past_entries

app_name = "proposals"

urlpatterns = [
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
