"""What can be evaluated says so itself: the engine knows no model of an upper app and asks only these questions."""

from dataclasses import dataclass

from consult.enums.evaluation import RatedSide, RaterKind
from members.models import Unit, User
from rooms import practice
from rooms.practice import Practice


@dataclass(frozen=True)
class Rater:
    """Somebody who should be asked: by account, for a unit, or by name where there is no account."""

    kind: RaterKind
    user: User | None = None
    unit: Unit | None = None
    name: str = ""

    @property
    def told(self) -> str:
        return str(self.user or self.unit or self.name)


class Rated:
    """Mixin of a model whose records can be evaluated (EvaluationRound.target).

    A model offers besides: `objects.visible_to`, `rights_scope()`, `ledger_label`, `get_absolute_url()`.
    """

    # Which rounds it can have.
    rated_sides: tuple[str, ...] = (RatedSide.HANDLING,)
    # Kind of the job that is ordered once a round is closed or void (argument `round`, its key): what follows from it,
    # such as 二次办理, is the affair of the app that the record belongs to.
    closed_round_job = ""

    def why_not_rated(self, side: str) -> str:
        """Why it cannot be evaluated yet."""
        return ""

    def rated_units(self, side: str) -> list[Unit]:
        """The units on the rated side, the one that is ranked first: they neither rate nor see a single vote."""
        return []

    def rated_people(self, side: str) -> list[User]:
        """The same for persons: who made the proposal that is rated."""
        return []

    def raters(self, side: str) -> list[Rater]:
        """Whom the form for a new round suggests."""
        return []

    def rated_words(self, side: str) -> str:
        """What raters read above the questions; it names no private person."""
        return str(self)

    def papers_for(self, user) -> list:
        """Records beside it that raters read before they answer, as far as the person may open them."""
        return []

    def rating_keeper(self) -> Unit | None:
        """The one unit that runs its rounds; None: whichever room, body or office the table lets."""
        return None

    def rating_pack(self) -> Practice:
        return practice.current(None)

    @property
    def ledger_case(self):
        """The consultation in whose record rounds are told; none outside of one."""
        return None
