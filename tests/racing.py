"""Acts that meet: at the same moment, or the one in the middle of the other."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import DatabaseError, connection, transaction

from members.workflow import Refused

# Seconds that whoever is waited for may take on a busy machine: only who never comes is given up.
PATIENCE = 60


def said(act) -> str:
    """Do it in a thread of its own and tell what it came to: nothing, why it was refused, or what the database said."""
    try:
        act()
    except Refused as refused:
        return str(refused)
    except DatabaseError as error:
        return type(error).__name__
    finally:
        connection.close()
    return ""


def at_once(*acts) -> list[str]:
    start = threading.Barrier(len(acts))

    def run(act):
        start.wait()
        return said(act)

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def between(first, act, second) -> tuple[str, str]:
    """Do `first` and `second` in one transaction, and between them let `act` come as far as it can.

    What the two came to: a deadlock is told by whichever of them PostgreSQL gives up.
    """
    with ThreadPoolExecutor(1) as pool:
        try:
            with transaction.atomic():
                first()
                other = pool.submit(said, act)
                _await(other)
                second()
        except DatabaseError as error:
            own = type(error).__name__
        else:
            own = ""
        return own, other.result()


def _await(other, *, seconds=PATIENCE) -> None:
    """Until the other one waits for what is held here, or is done."""
    # Of another session `app` may read the locks, and not what it waits for.
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    until = time.monotonic() + seconds
    with connection.cursor() as cursor:
        while not other.done() and not _is_there(cursor, waiting) and time.monotonic() < until:
            time.sleep(0.02)


def _is_there(cursor, asked) -> bool:
    cursor.execute(asked)
    return cursor.fetchone()[0] > 0


def unlocked(row, *, related=()):
    """What a verb would read without its lock."""
    return type(row).objects.select_related(*related).get(pk=row.pk)


def unlocked_elsewhere(lock):
    """Whoever acts in a thread of its own reads without the lock; the test itself locks as ever."""

    def read(row, *, related=()):
        is_here = threading.current_thread() is threading.main_thread()
        return (lock if is_here else unlocked)(row, related=related)

    return read


def unlocked_at_once(count: int):
    """The same, but nobody goes on before everybody has read."""
    read = threading.Barrier(count)

    def lock(row, *, related=()):
        found = unlocked(row, related=related)
        read.wait(PATIENCE)
        return found

    return lock


def waiting(act, count: int = 2):
    """The same act, but nobody does it before everybody is about to."""
    there = threading.Barrier(count)

    def waited(*args, **more):
        there.wait(PATIENCE)
        return act(*args, **more)

    return waited
