from django.urls import path

from reports.views import export, health, workbench

app_name = "reports"

# Pages that look across apps.
across_patterns = [
    path("", workbench.workbench, name="workbench"),
    path("search/", workbench.search, name="search"),
    path("healthz", health.healthz, name="healthz"),
]

# Lists to Excel.
export_patterns = [
    path("exports/<slug:kind>/", export.export_list, name="export_list"),
    path("exports/files/<int:pk>/", export.exported_file, name="exported_file"),
]

# Printed documents, their panel and the page that verifies them.
document_patterns = []

urlpatterns = [*across_patterns, *export_patterns, *document_patterns]
