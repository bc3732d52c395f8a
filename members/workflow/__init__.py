"""The only writer of a state."""

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction


class Refused(Exception):
    """An act that cannot be done now. The message is one Chinese sentence, fit for the user."""


class Stale(Refused):
    """Somebody else saved first; `current` is the row as it is now, so that both texts can be shown."""

    def __init__(self, message, *, current):
        super().__init__(message)
        self.current = current


class Vanished(Refused):
    """Somebody removed the row before it could be locked."""


def lock(obj, *, related=()):
    """Return the row, locked until the transaction ends, as it is now, and what is related as it is now.

    Whoever had to wait for the lock gets the locked row anew, but rows joined in the same query as they were before the
    wait: what is related is read only once the lock is held. Raises Vanished when the row is gone by then.
    """
    rows = type(obj).objects
    try:
        if not related:
            return rows.select_for_update(of=("self",)).get(pk=obj.pk)
        rows.select_for_update(of=("self",)).values_list("pk").get(pk=obj.pk)
    except ObjectDoesNotExist:
        raise Vanished("这条记录刚刚已经被移除，请刷新页面查看最新情况。") from None
    return rows.select_related(*related).get(pk=obj.pk)


def lock_all(rows, *, related=()) -> list:
    """The same for many, in one order for everybody.

    Asked for before the first of them is written about: whoever is in the ledger keeps everybody else out of it, and
    must not wait there for a row that one of these holds.
    """
    return [lock(row, related=related) for row in sorted(rows, key=lambda row: row.pk)]


def take_turn(unit) -> None:
    """Wait for whoever enters something new for this unit, where no row stands yet that could be locked.

    What only refers to the unit is written without waiting.
    """
    type(unit).objects.select_for_update(of=("self",), no_key=True).values_list("pk").get(pk=unit.pk)


def check_version(row, version) -> None:
    """Refuse to overwrite what somebody else saved in between; a missing version counts as stale."""
    if version != row.version:
        raise Stale("别人刚刚保存过这份记录，请对照两份内容后再保存。", current=row)


def advance(obj, table: dict, to: str, *, by, **fields):
    """Move `obj.state` along the table, together with the fields that belong to the move.

    The table maps a state to the states that may follow. The row must have been locked in this transaction.
    Raises Refused when the table does not know the move.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("advance() needs a transaction")
    if to not in table.get(obj.state, ()):
        now = dict(type(obj)._meta.get_field("state").choices)[obj.state]
        # Two people pressed the same button: the second one is told that it is done.
        said = "这一步已经办过，不用再办" if to == obj.state else "不能办理这一步"
        raise Refused(f"现在是“{now}”，{said}，请刷新页面查看最新情况。")
    obj.state = to
    for name, value in fields.items():
        setattr(obj, name, value)
    obj.save(update_fields=["state", *fields])
    return obj
