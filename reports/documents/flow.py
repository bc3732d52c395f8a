"""Fill the pages of an official document: 22 lines each (5.2.3), no heading at the foot of a page and no empty line
at its head, tables divided by hand.

Every block takes whole lines of the grid, so the place of each is known before the page is drawn.
"""

from dataclasses import replace

from reports.documents import grid
from reports.documents.markup import blank_line
from reports.documents.matters import HEADER_LINES, TableBlock


def place(blocks, *, start):
    """Return the blocks in order with page breaks and the parts of tables; `start` lines of page 1 are taken."""
    pages = _Pages(start)
    for block in blocks:
        if isinstance(block, TableBlock):
            pages.add_table(block)
        else:
            pages.add(block)
    return pages.placed


class _Pages:
    def __init__(self, start):
        self.placed = []
        self.position = start
        # Index of the first block that stands wholly on the page being filled.
        self.first = 0

    def add(self, block):
        if block.is_blank and self.position in (0, grid.LINES):
            return
        if block.is_heading and block.lines == 1 and self.position == grid.LINES - 1:
            block = replace(block, starts_page=True)
        if block.is_whole and self.position + block.lines > grid.LINES:
            block = replace(block, starts_page=True)
        self._put(block)

    def add_table(self, table):
        if self.position == grid.LINES:
            self.position = 0
        if self.position > grid.LINES - HEADER_LINES - 1:
            self._leave_page_to_table()
        for part in table.parts(self.position):
            self._put(part)

    def _put(self, block):
        if block.starts_page:
            self.position = 0
            self.first = len(self.placed)
        self.placed.append(block)
        self.position += block.lines
        if self.position > grid.LINES:
            self.position = (self.position - 1) % grid.LINES + 1
            self.first = len(self.placed)

    def _leave_page_to_table(self):
        """The table begins the next page: its heading goes with it, and the page left keeps at least 21 lines."""
        heading = self.placed.pop() if self._ends_with_heading() else None
        if heading:
            self.position -= heading.lines
        for _ in range(grid.LINES - 1 - self.position):
            self._loosen()
        if heading:
            self._put(replace(heading, starts_page=True))

    def _ends_with_heading(self):
        return len(self.placed) > self.first and self.placed[-1].is_heading and self._gap() is not None

    def _loosen(self):
        gap = self._gap()
        if gap is not None:
            self.placed.insert(gap, blank_line())
            self.position += 1

    def _gap(self):
        """Where an empty line disturbs least: before the last heading on the page that does not begin it."""
        for index in range(len(self.placed) - 1, self.first, -1):
            if self.placed[index].is_heading and index != len(self.placed) - 1:
                return index
        return None
