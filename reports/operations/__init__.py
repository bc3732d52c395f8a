"""The verbs of this app: documents, exports, points."""

from reports.operations.documents import (
    document_of,
    give_up,
    keep,
    keep_export,
    key_of,
    label_of,
    of_edition,
    of_plan,
    order_document,
    panel_document,
    picture_name,
    plan_key,
    show_progress,
    show_progress_meanwhile,
    tidy,
    try_again,
)

__all__ = [
    "document_of",
    "give_up",
    "keep",
    "keep_export",
    "key_of",
    "label_of",
    "of_edition",
    "of_plan",
    "order_document",
    "panel_document",
    "picture_name",
    "plan_key",
    "show_progress",
    "show_progress_meanwhile",
    "tidy",
    "try_again",
]
