from django.urls import path

from rooms.views import calendar, rooms, team

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
]
