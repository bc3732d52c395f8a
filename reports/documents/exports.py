"""What a list shows to a person under its filters: the same rows on the page, in the file, and in the job."""

from types import SimpleNamespace

from django.utils.datastructures import MultiValueDict

from reports.documents import excel
from reports.documents.listings import LISTINGS


def rows_of(kind: str, user, query):
    """Return the QuerySet of a list; `query` maps each filter of the address to its values."""
    return LISTINGS[kind].found(MultiValueDict(query), SimpleNamespace(user=user))


def write_list(kind: str, user, query, target, *, each=lambda count: None) -> int:
    """Write a list as Excel to a file; the person's rights are those of now. Return the number of rows."""
    listing = LISTINGS[kind]
    found = rows_of(kind, user, query)
    rows = excel.counted(listing.rows(found), each)
    return excel.write(target, title=listing.title, columns=listing.columns_of(found), rows=rows)
