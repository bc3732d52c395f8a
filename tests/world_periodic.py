"""A report of each side's room, published, and the round it belongs to; each holds the word of its side."""

from datetime import date

from django.utils import timezone

from reports.models import PeriodicReport, PeriodicRound
from tests import factories as make

FIGURE = {"code": "study", "name": "集中学习", "unit": "场次", "group": "日常服务", "now": 0, "before": None}


def records(side, word: str, *, by) -> list:
    span = {"since": date(2026, 2, 1), "until": date(2026, 2, 28)}
    round_of, _ = PeriodicRound.objects.get_or_create(
        region=make.city(),
        kind="supervision",
        span="2026-02",
        defaults={"office": make.leading_office(), "finished_at": timezone.now(), **span},
    )
    content = {
        "kind": "supervision",
        "level": "room",
        "place": side.room.name,
        "span": "2026-02",
        "when": "2026年2月",
        "figures": [{**FIGURE, "total": 0, "opening": 0}],
        "counted": {"rooms": [side.room.pk], "stays": []},
        "rooms": {"open": 1, "active": 1, "silent": [], "opened": [], "closed": []},
        "tasks": {"assignments_due": 0, "assignments_in_time": 0},
        "columns": ["集中学习"],
        "trend": {"months": [], "series": dict.fromkeys(("consultation", "done", "reception", "visit"), ())},
        "townships": [],
        "table": [],
        "late": [],
        "highlights": [],
        "inspection": None,
        "words": {},
    }
    report = PeriodicReport.objects.create(
        round=round_of,
        kind="supervision",
        level="room",
        region=side.room.unit.region,
        room=side.room,
        office=make.leading_office(),
        title=f"{word}督办报告",
        opening=f"{word}开展协商一场。",
        content=content,
        state="published",
        published_by=by,
        published_at=timezone.now(),
        sha256="0" * 64,
        **span,
    )
    return [round_of, report]
