"""人才库 as Excel: members with a speciality, or the people of one pool; a full number only where the page shows it."""

from members.enums import PoolKind
from members.filters.pools import ExpertFilter, SpecialistFilter
from members.models import Expert, Member
from members.permissions import roles_that_allow
from members.queries.pools import specialists
from members.templatetags.dates import masked
from reports.documents.excel import Column
from reports.documents.listings.listing import BATCH, Listing


def _found(params, request):
    user, pool = request.user, params.get("pool", "members")
    if pool == "members":
        found = SpecialistFilter(params, specialists(user), request=request)
        return found.qs.select_related("home", "work")
    rows = Expert.objects.visible_to(user).filter(pool=pool if pool in PoolKind.values else "")
    rows = ExpertFilter(params, rows, request=request).qs.select_related("region__parent")
    rows.reader = user
    return rows


def _rows(rows):
    of = _member if rows.model is Member else _expert(rows.reader)
    for row in rows.order_by("pinyin", "pk").iterator(BATCH):
        yield (row.name, *of(row))


def _member(row) -> tuple:
    places = dict.fromkeys(place.name for place in (row.home, row.work) if place)
    return row.sector, row.employer, "、".join(row.specialities), "、".join(places), "", ""


def _expert(user):
    own = tuple(role.place.path for role in roles_that_allow(user, "members.edit_pools"))

    def told(row) -> tuple:
        above = f"（{row.region.parent}）" if row.region.parent else ""
        phone = row.phone if row.region.path.startswith(own) else masked(row.phone)
        words = "、".join(row.specialities)
        return "", row.identity, words, f"{row.region}{above}", phone, "" if row.is_active else "已出库"

    return told


LISTINGS = {
    "pools": Listing(
        "人才库",
        "members.view_pools",
        _found,
        (
            Column("姓名", 12),
            Column("界别", 16),
            Column("身份、单位和职务", 40),
            Column("特长", 30),
            Column("区域", 26),
            Column("手机", 14),
            Column("情况", 10),
        ),
        _rows,
    ),
}
