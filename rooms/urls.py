from django.urls import path

from rooms.views import calendar, drafts, practice_files, practices, room_practice, rooms, team

app_name = "rooms"

urlpatterns = [
    path("rooms/", rooms.rooms, name="rooms"),
    path("rooms/new/", rooms.new_room, name="new_room"),
    path("rooms/find/", rooms.find_rooms, name="find_rooms"),
    path("rooms/<int:pk>/", rooms.room, name="room"),
    path("rooms/<int:pk>/edit/", rooms.edit_room, name="edit_room"),
    path("rooms/<int:pk>/members/new/", team.post_member, name="post_member"),
    path("rooms/<int:pk>/representatives/new/", team.new_representative, name="new_representative"),
    path("rooms/<int:pk>/convener/", team.set_convener, name="set_convener"),
    path("postings/<int:pk>/end/", team.end_posting, name="end_posting"),
    path("representatives/<int:pk>/", team.edit_representative, name="edit_representative"),
    path("representatives/<int:pk>/end/", team.end_representative, name="end_representative"),
    path("conveners/<int:pk>/end/", team.end_convener, name="end_convener"),
    path("calendar/", calendar.calendar_days, name="calendar"),
    path("calendar/new/", calendar.new_day, name="new_day"),
    path("calendar/<int:pk>/", calendar.edit_day, name="edit_day"),
    path("calendar/<int:pk>/remove/", calendar.remove_day, name="remove_day"),
    # How it is done: packs, drafts of packs, and what a room sets of its own.
    path("practices/", practices.practices, name="practices"),
    path("practices/compare/", practices.compare_practices, name="compare_practices"),
    path("practices/import/", practice_files.import_practice, name="import_practice"),
    path("practices/import/keep/", practice_files.keep_practice, name="keep_practice"),
    path("practices/shipped/<slug:code>/", practices.load_shipped, name="load_shipped"),
    path("practices/shipped/<slug:code>/show/", practices.show_shipped, name="show_shipped"),
    path("practices/<int:pk>/", practices.show_practice, name="practice"),
    path("practices/<int:pk>/explain/", practices.explain_practice, name="explain_practice"),
    path("practices/<int:pk>/export/", practices.export_practice, name="export_practice"),
    path("practices/<int:pk>/adopt/", practices.adopt_practice, name="adopt_practice"),
    path("practices/<int:pk>/copy/", practice_files.copy_practice, name="copy_practice"),
    path("practices/drafts/<int:pk>/", drafts.draft, name="draft"),
    path("practices/drafts/<int:pk>/parts/<slug:part>/", drafts.draft_part, name="draft_part"),
    path("practices/drafts/<int:pk>/at/<str:at>/", drafts.draft_row, name="draft_row"),
    path("practices/drafts/<int:pk>/at/<str:at>/new/", drafts.new_row, name="new_row"),
    path("practices/drafts/<int:pk>/at/<str:at>/move/", drafts.move_row, name="move_row"),
    path("practices/drafts/<int:pk>/at/<str:at>/remove/", drafts.remove_row, name="remove_row"),
    path("practices/drafts/<int:pk>/publish/", drafts.publish_draft, name="publish_draft"),
    path("practices/drafts/<int:pk>/discard/", drafts.discard_draft, name="discard_draft"),
    path("practices/drafts/<int:pk>/start/", room_practice.set_room_practice, name="set_room_practice"),
    path("rooms/<int:pk>/practice/", room_practice.room_practice, name="room_practice"),
    path("rooms/<int:pk>/practice/explain/", room_practice.explain_room_practice, name="explain_room_practice"),
    path("rooms/<int:pk>/practice/own/", room_practice.begin_room_draft, name="begin_room_draft"),
    path("rooms/<int:pk>/practice/end/", room_practice.end_room_practice, name="end_room_practice"),
]
