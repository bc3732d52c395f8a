from django.urls import path

from members.views import display

app_name = "members"

urlpatterns = [
    path("large-print/", display.large_print, name="large_print"),
]
