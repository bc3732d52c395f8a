"""The verbs of this app: documents, exports, points."""

from reports.operations.documents import (
    document_of,
    give_up,
    keep,
    keep_export,
    key_of,
    label_of,
    of_edition,
    order_document,
    panel_document,
    picture_name,
    show_progress,
    show_progress_meanwhile,
    tidy,
    try_again,
)
from reports.operations.issued import is_issued, issued_key, of_issued

__all__ = [
    "document_of",
    "give_up",
    "is_issued",
    "issued_key",
    "keep",
    "keep_export",
    "key_of",
    "label_of",
    "of_edition",
    "of_issued",
    "order_document",
    "panel_document",
    "picture_name",
    "show_progress",
    "show_progress_meanwhile",
    "tidy",
    "try_again",
]
