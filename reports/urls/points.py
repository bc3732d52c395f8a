"""计分考核: rounds of a place, accounts of one subject, marks, appeals."""

from django.urls import path

from reports.views import appeals, commendations, points, points_acts, points_papers, points_years

ROUND = "points/rounds/<int:pk>/<slug:scheme>/<int:year>/"
ACCOUNT = "points/<slug:kind>/<int:pk>/<int:year>/<slug:scheme>/"
points_patterns = [
    path("points/", points.rounds, name="points_rounds"),
    path("me/points/", points.my_points, name="my_points"),
    path(ROUND, points.points_round, name="points_round"),
    path(f"{ROUND}begin/", points_acts.begin_points, name="begin_points"),
    path(f"{ROUND}appeals/", points_acts.set_appeal_days, name="set_appeal_days"),
    path(f"{ROUND}publish/", points_acts.publish_points, name="publish_points"),
    path(f"{ROUND}reopen/", points_acts.reopen_points, name="reopen_points"),
    path(f"{ROUND}print/", points_papers.print_points, name="print_points"),
    path(f"{ROUND}settle/", points_years.settle_points, name="settle_points"),
    path(f"{ROUND}trial/", points_years.try_points, name="try_points"),
    path(f"{ROUND}difference/", points_years.points_difference, name="points_difference"),
    path(f"{ROUND}current/", points_acts.use_current_points, name="use_current_points"),
    path(f"{ROUND}commend/", commendations.draft_commendation, name="draft_commendation"),
    path("commendations/", commendations.commendations, name="commendations"),
    path("commendations/<int:pk>/", commendations.commendation, name="commendation"),
    path("commendations/<int:pk>/edit/", commendations.edit_commendation, name="edit_commendation"),
    path("commendations/<int:pk>/issue/", commendations.issue_commendation, name="issue_commendation"),
    path("commendations/<int:pk>/drop/", commendations.drop_commendation, name="drop_commendation"),
    path("points/appeals/", appeals.appeals, name="appeals"),
    path("points/appeals/<int:pk>/", appeals.appeal, name="appeal"),
    path("points/appeals/<int:pk>/answer/", appeals.answer_appeal, name="answer_appeal"),
    path("points/appeals/<int:pk>/withdraw/", appeals.withdraw_appeal, name="withdraw_appeal"),
    path("points/marks/<int:pk>/remove/", points_acts.take_back_mark, name="take_back_mark"),
    path("points/<slug:kind>/<int:pk>/", points.points, name="points"),
    path(f"{ACCOUNT}items/<int:number>/", points.points_records, name="points_records"),
    path(f"{ACCOUNT}mark/<int:number>/", points_acts.mark_points, name="mark_points"),
    path(f"{ACCOUNT}print/", points_papers.print_score_sheet, name="print_score_sheet"),
    path(f"{ACCOUNT}appeal/", appeals.appeal_points, name="appeal_points"),
]
