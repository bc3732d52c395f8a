"""次数要求 as a list: who has not done what, how much is missing and until when."""

from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import Listing
from reports.facts import overview
from reports.facts.quotas import STATUSES
from rooms.practice.counting import SEVERITIES, SUBJECTS


def _found(params, request):
    return overview.found(params, request.user)


def _rows(states):
    for state in states:
        quota = state.quota
        yield (
            SUBJECTS[quota.subject],
            state.subject.name,
            state.subject.note,
            quota.name,
            state.told,
            SEVERITIES[quota.severity],
            STATUSES[state.status],
            state.figure,
            state.whole if quota.ratio is not None else None,
            state.missing or None,
            state.excess or None,
            state.since,
            state.until,
            quota.consequence,
            quota.source,
        )


LISTINGS = {
    "quotas": Listing(
        "次数要求完成情况",
        "reports.view_quotas",
        _found,
        (
            Column("对象", 12),
            Column("名称", 28),
            Column("区域、联络室", 18),
            Column("要求", 22),
            Column("内容", 36),
            Column("程度", 8),
            Column("情况", 10),
            Column("已有", 8, Kind.NUMBER),
            Column("相比的数", 10, Kind.NUMBER),
            Column("还差", 8, Kind.NUMBER),
            Column("超出", 8, Kind.NUMBER),
            Column("从", 16, Kind.DATE),
            Column("到", 16, Kind.DATE),
            Column("达不到的", 24),
            Column("依据", 30),
        ),
        _rows,
    )
}
