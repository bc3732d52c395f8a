from reports.models.document import Document

__all__ = ["Document"]
