"""Pages of lists that are put together out of several tables: by their place, as there is no one key."""


def cut(request, rows: list, size: int) -> dict:
    """One page of the rows, and the addresses of the pages beside it."""
    asked = request.GET.get("from", "")
    first = int(asked) if asked.isdecimal() and len(asked) < 8 else 0
    following = first + size
    return {
        "rows": rows[first:following],
        "previous": _link(request, max(0, first - size)) if first else "",
        "next": _link(request, following) if following < len(rows) else "",
    }


def _link(request, first: int) -> str:
    kept = request.GET.copy()
    kept["from"] = first
    return f"?{kept.urlencode()}"
