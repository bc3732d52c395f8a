"""The page grid of GB/T 9704-2012, in points, as clauses 5.1 to 5.2.3 fix it."""

MM = 72 / 25.4

# 5.2.1: the type area (版心) is 156 mm × 225 mm on A4.
AREA_WIDTH = 156 * MM
AREA_HEIGHT = 225 * MM

# 5.2.2 and 5.2.3: size 3 (16 pt) 仿宋, 28 characters a line, 22 lines a page, filling the type area.
SIZE = 16.0
CELLS = 28.0
LINES = 22
CELL = AREA_WIDTH / CELLS
# The first em box touches the top of the type area and the 22nd its bottom.
PITCH = (AREA_HEIGHT - SIZE) / (LINES - 1)
# Half the leading stands outside the type area; the page margins are shortened by it.
HALF_LEADING = (PITCH - SIZE) / 2

# 7.3.1 and 7.4.2: titles in size 2, the imprint and tables in size 4.
TITLE_SIZE = 22.0
SMALL_SIZE = 14.0
SMALL_PITCH = PITCH * 0.75
