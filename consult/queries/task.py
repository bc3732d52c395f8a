"""One task of the workbench."""

from dataclasses import dataclass
from datetime import date, datetime

# A workbench shows what can be done in a day or two; the rest is behind the lists. One more tells that there is a rest.
MOST_TASKS = 30
MOST = MOST_TASKS + 1


@dataclass(frozen=True)
class Task:
    """One act: what to do, in which case, where, since when, and until when if a limit runs."""

    sentence: str
    case: str
    url: str
    since: datetime
    due_on: date | None = None
    # Toward a party committee: its day is shown to it alone, and is never late.
    is_soft: bool = False

    def is_late(self, today) -> bool:
        return not self.is_soft and self.due_on is not None and self.due_on < today
