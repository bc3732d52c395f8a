from django.db.models import TextChoices


class PointsYearState(TextChoices):
    """A year that is published is frozen, whatever the records and the pack say later."""

    OPEN = "open", "计分中"
    PUBLISHED = "published", "已公布"


class AppealState(TextChoices):
    OPEN = "open", "待答复"
    UPHELD = "upheld", "已采纳"
    DENIED = "denied", "未采纳"
    WITHDRAWN = "withdrawn", "已撤回"
