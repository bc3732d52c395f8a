"""工作指导组 as Excel, and 对照清单: which room has which item of its lists."""

from members.templatetags.dates import masked
from reports.documents.excel import Column
from reports.documents.listings.listing import Listing
from reports.facts.overview import Rows
from rooms.queries import registers
from rooms.workflow import lists


def _found_contacts(params, request) -> Rows:
    return Rows(_contacts_of(request.user))


def _contacts_of(user):
    """Each contact a row; a group without any has one too. A number stands here as on the page: hidden in part."""
    for group in registers.guidance_groups(user):
        linked = ("、".join(group.places), "、".join(room.unit.short_name for room in group.rooms))
        for each in group.people or [None]:
            person = (each.name, each.get_post_display(), each.title, masked(each.phone)) if each else ("", "", "", "")
            yield (group.name, *person, *linked)


def _found_lists(params, request) -> Rows:
    """The items of every room under the same choice as on the page."""
    shown = lists.matrix(request.user, region=params.get("region", ""), only=params.get("only", ""))
    return Rows(
        (table["list"]["name"], group["region"].name, row["room"].name, cell["item"]["name"], _told(cell))
        for table in shown["tables"]
        for group in table["groups"]
        for row in group["rows"]
        for cell in row["cells"]
    )


def _told(cell) -> str:
    return "具备" if cell["has"] else "缺" if cell["is_known"] else "未登记"


LISTINGS = {
    "contacts": Listing(
        "工作指导组",
        "rooms.view_contacts",
        _found_contacts,
        (
            Column("工作指导组", 24),
            Column("联系人", 12),
            Column("岗位", 12),
            Column("单位和职务", 30),
            Column("电话", 16),
            Column("联系区域", 40),
            Column("联络室", 60),
        ),
        iter,
    ),
    "checklists": Listing(
        "对照清单",
        "rooms.view_rules",
        _found_lists,
        (Column("清单", 12), Column("区域", 16), Column("联络室", 30), Column("项目", 30), Column("情况", 10)),
        iter,
    ),
}
