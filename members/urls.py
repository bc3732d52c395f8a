from django.urls import path

from members.views import display, drafts, files

app_name = "members"

# Services of every page: files, drafts, large print.
service_patterns = [
    path("large-print/", display.large_print, name="large_print"),
    path("files/", files.upload, name="upload"),
    path("files/<int:pk>/", files.file, name="file"),
    path("files/<int:pk>/small/", files.thumbnail, name="thumbnail"),
    path("files/<int:pk>/remove/", files.remove_file, name="remove_file"),
    path("drafts/save/", drafts.save_draft, name="save_draft"),
]

urlpatterns = [
    *service_patterns,
]
