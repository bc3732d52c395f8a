"""分发名单 as Excel: each list with everybody on it."""

from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import Listing
from reports.models import DistributionList


def _found(params, request):
    return DistributionList.objects.visible_to(request.user)


def _rows(rows):
    for row in rows.for_page():
        yield row.name, row.unit.name, row.told, row.edited_by.name, row.edited_at


LISTINGS = {
    "distribution-lists": Listing(
        "分发名单",
        "reports.view_distribution_lists",
        _found,
        (
            Column("名单", 24),
            Column("单位", 26),
            Column("接收的单位和人员", 80),
            Column("保存人", 12),
            Column("保存时间", 20, Kind.TIME),
        ),
        _rows,
    ),
}
