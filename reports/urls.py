from django.urls import path

from reports.views import document, export, health, verify, workbench

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
document_patterns = [
    path("documents/<int:pk>/", document.document, name="document"),
    path("documents/<int:pk>/progress/", document.document_progress, name="document_progress"),
    path("documents/<int:pk>/pages/<int:number>/", document.document_picture, name="document_picture"),
    path("documents/<int:pk>/file.<slug:form>", document.document_file, name="document_file"),
    path("documents/<int:pk>/retry/", document.retry_document, name="retry_document"),
    path("documents/<slug:kind>/<int:pk>/", document.paper, name="paper"),
    path("documents/<slug:kind>/<int:pk>/order/", document.order_document, name="order_document"),
    path("documents/<slug:kind>/<int:pk>/panel/", document.document_panel, name="document_panel"),
    path("verify/", verify.verify, name="verify"),
    path("verify/<slug:code>/", verify.verify_document, name="verify_document"),
]

urlpatterns = [*across_patterns, *export_patterns, *document_patterns]
