"""Break Chinese text into lines of a character grid (GB/T 9704-2012, 5.2.3: 28 characters a line).

WeasyPrint stretches only spaces and knows no hanging punctuation, so that every line shortened by
避头尾 would end ragged. Here a break is allowed only between chunks that obey 避头尾 by themselves; the mark
that does not fit hangs in the margin (悬挂), or blank halves of marks are squeezed (挤压), or the chunk moves down.
"""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

HANGING = frozenset("，。、；：！？")
NO_START = frozenset("，。、；：！？）》〉」』】〕〗”’％℃‰…—·～々ー)]}%!?,.;:-–")
NO_END = frozenset("（《〈「『【〔〖“‘([{")
BLANK_RIGHT = frozenset("，。、；：！？）》〉」』】〕”’")
BLANK_LEFT = frozenset("（《〈「『【〔“‘")
# Two of them make one mark that is never divided.
DOUBLED = frozenset("—…")
AFTER_NUMBER = frozenset("％%℃‰")

# An ASCII word longer than this is an address or noise and may be divided anywhere.
LONGEST_WORD = 24
MOST_SQUEEZED = 1.0
HALF = 0.5
# Cells; in a narrower line the eye sees characters that stand closer.
LONG_LINE = 24
EPSILON = 1e-6

Advance = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One character with the combining marks that belong to it; width in full-width cells."""

    text: str
    style: str
    width: float
    squeeze: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    cells: tuple[Cell, ...]
    indent: float
    measure: float
    is_last: bool = False
    is_hung: bool = False
    # By how many cells all characters together stand closer than their widths.
    tightened: float = 0.0

    @property
    def text(self):
        return "".join(cell.text for cell in self.cells)

    @property
    def width(self):
        """What the line fills of its measure, the hanging mark left out."""
        counted = self.cells[:-1] if self.is_hung else self.cells
        return sum(cell.width - cell.squeeze for cell in counted) - self.tightened


def nominal_advance(character, _style=""):
    """Width in cells by Unicode alone, for a face that is not known."""
    base = character[0]
    if unicodedata.east_asian_width(base) in "WF":
        return 1.0
    if unicodedata.east_asian_width(base) == "A" and ord(base) > 0x2000:
        return 1.0
    return 1.0 if base in "·×" else 0.5


def break_lines(
    runs: Iterable[Run],
    *,
    measure: float = 28.0,
    first_indent: float = 2.0,
    rest_indent: float = 0.0,
    hang: bool = True,
    squeeze: bool = True,
    advance: Advance = nominal_advance,
) -> list[Line]:
    """Break runs of text into lines no wider than the measure; a line feed begins a new line."""
    cells = [Cell(text, run.style, advance(text, run.style)) for run in runs for text in clusters(run.text)]
    breaker = _Breaker(measure, (first_indent, rest_indent), hang=hang, squeeze=squeeze)
    for paragraph in _split_at_feeds(cells):
        breaker.add_paragraph(paragraph)
    return breaker.lines


def clusters(text):
    """Split text into characters, each with its combining marks, joiners and variation selectors."""
    found = []
    for character in text:
        joined = found and (_attaches(character) or found[-1].endswith("\u200d"))
        if joined and found[-1] != "\n":
            found[-1] += character
        else:
            found.append(character)
    return found


def _attaches(character):
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return True
    return 0x1F3FB <= ord(character) <= 0x1F3FF


def _split_at_feeds(cells):
    paragraph = []
    for cell in cells:
        if cell.text == "\n":
            yield paragraph
            paragraph = []
        else:
            paragraph.append(cell)
    yield paragraph


def _is_word(cell):
    return cell.text.isascii() and not cell.text.isspace()


def _atoms(cells):
    """Group cells that are never divided: ASCII words, doubled marks, a number with its sign."""
    atoms = []
    for cell in cells:
        if atoms and _continues(atoms[-1], cell):
            atoms[-1].append(cell)
        else:
            atoms.append([cell])
    for atom in atoms:
        if len(atom) > LONGEST_WORD:
            yield from ([cell] for cell in atom)
        else:
            yield atom


def _continues(atom, cell):
    before = atom[-1]
    if cell.text in DOUBLED:
        return len(atom) == 1 and before.text == cell.text
    return _is_word(before) and (_is_word(cell) or cell.text in AFTER_NUMBER)


def _chunks(cells):
    """Group atoms so that a break between two chunks never violates 避头尾."""
    chunks = []
    is_open = False
    for atom in _atoms(cells):
        if chunks and (is_open or atom[0].text in NO_START):
            chunks[-1].extend(atom)
        else:
            chunks.append(list(atom))
        is_open = atom[-1].text in NO_END
    return chunks


def _width(cells):
    return sum(cell.width for cell in cells)


class _Breaker:
    """Fill lines greedily, chunk by chunk."""

    def __init__(self, measure, indents, *, hang, squeeze):
        self.lines = []
        self.full_measure = measure
        self.first_indent, self.rest_indent = indents
        self.hang = hang
        self.squeeze = squeeze
        self._begin(self.first_indent)

    def _begin(self, indent):
        self.cells = []
        self.indent = indent
        self.measure = self.full_measure - indent

    def add_paragraph(self, cells):
        self._begin(self.first_indent)
        for chunk in _chunks(cells):
            self._add(chunk)
        if self.cells or not cells:
            self._end(is_last=True)
        else:
            self._mark_last()

    def _add(self, chunk):
        if chunk and chunk[0].text == " " and not self.cells and self.lines:
            chunk = chunk[1:]
        if not chunk:
            return
        if self._fits(chunk):
            self.cells.extend(chunk)
        elif chunk[0].text == " ":
            self._end()
            self._add(chunk[1:])
        elif not (self._hangs(chunk) or self._squeezes(chunk) or self._tightens(chunk)):
            self._move_down(chunk)

    def _fits(self, chunk):
        return _width(self.cells) + _width(chunk) <= self.measure + EPSILON

    def _hangs(self, chunk):
        """悬挂: the last mark of the chunk stands in the right margin, when the line is full without it.

        Where half a character is missing, the mark fills it and only its blank half hangs.
        """
        if not self.hang or chunk[-1].text not in HANGING:
            return False
        missing = self.measure - _width(self.cells) - _width(chunk[:-1])
        if not -EPSILON <= missing <= HALF + EPSILON:
            return False
        is_hung = missing < HALF - EPSILON
        mark = chunk[-1] if is_hung else replace(chunk[-1], squeeze=HALF)
        self.cells += [*chunk[:-1], mark]
        self._end(is_hung=is_hung)
        return True

    def _squeezes(self, chunk):
        """挤压: marks give up part of their blank halves, rather than that one pulls its character down.

        So half a digit more or less does not cost the line a whole character either.
        """
        cells = self.cells + chunk
        excess = _width(cells) - self.measure
        if not self.squeeze or (chunk[-1].text not in NO_START and excess > HALF + EPSILON):
            return False
        blanks = [index for index, cell in enumerate(cells) if cell.text in BLANK_RIGHT | BLANK_LEFT]
        if excess > min(MOST_SQUEEZED, 0.4 * len(blanks)) + EPSILON:
            return False
        for index in blanks:
            cell = cells[index]
            cells[index] = Cell(cell.text, cell.style, cell.width, excess / len(blanks))
        self.cells = cells
        self._end()
        return True

    def _tightens(self, chunk):
        """均排: half a digit too much is taken from all characters of a long line, where no mark can give it."""
        cells = self.cells + chunk
        is_hung = self.hang and len(chunk) > 1 and chunk[-1].text in HANGING
        excess = _width(cells[:-1] if is_hung else cells) - self.measure
        if not self.squeeze or self.measure < LONG_LINE or not EPSILON < excess <= HALF + EPSILON:
            return False
        self.cells = cells
        self._end(tightened=excess, is_hung=is_hung)
        return True

    def _move_down(self, chunk):
        if self.cells:
            self._end()
            self._add(chunk)
            return
        # The chunk alone is wider than a line: no rule can be kept, only the measure.
        for cell in chunk:
            if self.cells and not self._fits([cell]):
                self._end()
            self.cells.append(cell)

    def _end(self, **traits):
        self.lines.append(Line(tuple(self.cells), self.indent, self.measure, **traits))
        self._begin(self.rest_indent)

    def _mark_last(self):
        line = self.lines[-1]
        self.lines[-1] = replace(line, is_last=True)
