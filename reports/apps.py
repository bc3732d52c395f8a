from django.apps import AppConfig

# Importing the module registers its checks.
from reports import checks  # noqa: F401


class ReportsConfig(AppConfig):
    name = "reports"
