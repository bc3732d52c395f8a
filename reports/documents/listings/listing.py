"""What a list needs to be written as Excel."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reports.documents.excel import Column

BATCH = 2000


@dataclass(frozen=True)
class Listing:
    """A list of the product. Who may see its page may have its file."""

    title: str
    permission: str
    # From the filters of its address and the request to the rows that the page shows.
    found: Callable
    # Or a function from the rows to them, where they depend on what is asked for.
    columns: tuple[Column, ...] | Callable
    # From a QuerySet to the values of each row, read in batches.
    rows: Callable[..., Iterable[tuple]]

    def columns_of(self, rows) -> list[Column]:
        return list(self.columns(rows) if callable(self.columns) else self.columns)
