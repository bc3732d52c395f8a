"""Photographs of villages, fields and water."""


def well(canvas, dice):
    canvas.sky()
    canvas.hills(640, "#93a87c")
    canvas.ground(700, "#c2a878")
    for row in range(6):
        canvas.line([(0, 760 + row * 60), (1600, 740 + row * 64)], "#ad9365", width=8)
    canvas.disc(800, 1010, 330, "#8d8578", flat=0.34)
    canvas.disc(800, 985, 310, "#b3aa9b", flat=0.33)
    canvas.disc(800, 975, 215, "#38424a", flat=0.3)
    canvas.disc(800, 990, 180, "#4f6f80", flat=0.24)
    for x in (560, 1016):
        canvas.box(x, 620, 24, 360, "#7a5c3d")
    canvas.box(540, 610, 520, 26, "#7a5c3d")
    canvas.box(760, 596, 80, 54, "#5f666c", radius=10)
    canvas.line([(800, 650), (800, 900)], "#4a4a48", width=6)
    canvas.box(770, 880, 60, 66, "#8fa1ab", radius=6)
    canvas.person(380 + dice.randint(-40, 40), 1040, 1.3, arm=True)
    canvas.person(1260, 1050, 1.3)
    canvas.person(1380, 1040, 1.2)
    canvas.tree(1500, 770, 1.0)


def tea(canvas, dice):
    canvas.sky()
    canvas.hills(520, "#8aa58a", height=180)
    canvas.ground(560, "#7fa35f")
    for row in range(9):
        y = 590 + row * 70
        for x in range(-40, 1660, 56):
            tone = canvas.shade("#4f8047", dice.randint(-12, 14))
            canvas.disc(x + (row % 2) * 28, y, 44 + row * 2, tone, flat=0.62)
    canvas.shape([(720, 560), (800, 560), (1010, 1200), (640, 1200)], "#c7b48b")
    for x, y in ((330, 900), (520, 1040), (1160, 860), (1340, 1060)):
        canvas.person(x, y, 1.05, arm=True)
        canvas.shape([(x - 46, y - 222), (x + 46, y - 222), (x, y - 262)], "#d9c38c")
        canvas.box(x + 40, y - 90, 50, 44, "#b08a4f", radius=8)


def field(canvas, dice):
    canvas.sky()
    canvas.hills(560, "#93a87c", height=150)
    canvas.ground(600, "#b9a468")
    for row in range(10):
        canvas.line([(0, 640 + row * 58), (1600, 625 + row * 62)], "#a18d55", width=10)
    canvas.tree(1420, 760, 1.4)
    canvas.tree(180, 720, 1.0)
    canvas.line([(700, 720), (800, 960)], "#6f7579", width=10)
    canvas.line([(900, 720), (800, 960)], "#6f7579", width=10)
    canvas.box(762, 660, 76, 70, "#d9b300", radius=8)
    for x in (430, 560, 1020, 1160):
        canvas.person(x, 1030 + dice.randint(-20, 30), 1.3, arm=dice.random() < 0.5)


def house(canvas, dice):
    canvas.sky()
    canvas.hills(600, "#8fa382", height=160)
    canvas.ground(700, "#a99a72")
    for x, size in ((140, 1.0), (700, 1.25), (1220, 0.9)):
        width, height = 380 * size, 260 * size
        canvas.box(x, 840 - height, width, height, "#c9b896")
        canvas.shape([(x - 36, 846 - height), (x + width / 2, 700 - height), (x + width + 36, 846 - height)], "#6b5a4d")
        canvas.box(x + 50 * size, 690 - height * 0.1, 100 * size, 150 * size + height * 0.1, "#5c4a38")
        canvas.box(x + 230 * size, 660, 84 * size, 76 * size, "#4c463d")
        crack = [(x + 180 * size, 850 - height), (x + 168 * size, 900 - height), (x + 196 * size, 960 - height)]
        canvas.line(crack, "#6d6049", width=7)
    for _ in range(60):
        canvas.disc(dice.randint(0, 1600), dice.randint(830, 1180), dice.randint(12, 26), "#7f9a5c", flat=0.5)
    canvas.person(600, 1090, 1.2)
    canvas.person(1130, 1100, 1.25, arm=True)


def bridge(canvas, dice):
    canvas.sky()
    canvas.hills(560, "#93a98c", height=140)
    canvas.ground(660, "#8fa06e")
    canvas.shape([(0, 900), (1600, 860), (1600, 1120), (0, 1160)], "#6f97a3")
    for _ in range(18):
        x, y = dice.randint(0, 1500), dice.randint(920, 1090)
        canvas.line([(x, y), (x + 90, y - 4)], "#8fb2bb", width=5)
    canvas.box(0, 640, 1600, 60, "#a29e96")
    canvas.box(0, 700, 1600, 26, "#8a867e")
    for x in (330, 800, 1240):
        canvas.shape([(x - 60, 726), (x + 60, 726), (x + 44, 1010), (x - 44, 1010)], "#98948b")
        canvas.shape([(x - 44, 930), (x + 6, 950), (x - 18, 1010), (x - 44, 1010)], "#5e5b55")
        canvas.line([(x + 20, 740), (x + 4, 800), (x + 26, 860)], "#67635c", width=6)
    for x in range(0, 1600, 120):
        canvas.box(x, 570, 14, 70, "#8f8b83")
    canvas.box(0, 562, 1600, 16, "#8f8b83")
    canvas.box(1410, 430, 14, 210, "#5a6168")
    canvas.disc(1417, 410, 60, "#b3261e")
    canvas.disc(1417, 410, 46, "#f4f2ea")
    canvas.person(560, 640, 0.8)
    canvas.person(640, 640, 0.8, arm=True)


def lake(canvas, dice):
    canvas.sky()
    canvas.hills(520, "#8aa0a0", height=150)
    canvas.box(0, 560, 1600, 400, "#7fa8b5")
    for _ in range(26):
        x, y = dice.randint(0, 1500), dice.randint(580, 900)
        canvas.line([(x, y), (x + dice.randint(50, 160), y)], "#9cc0ca", width=4)
    canvas.shape([(0, 900), (1600, 840), (1600, 1200), (0, 1200)], "#9aa86f")
    canvas.box(1080, 560, 420, 300, "#c99f6a")
    canvas.shape([(1040, 566), (1290, 440), (1540, 566)], "#8a4a3a")
    for x in (1120, 1280, 1400):
        canvas.box(x, 640, 76, 90, "#f2d894")
    canvas.disc(700, 900, 190, "#5d6a55", flat=0.2)
    canvas.line([(860, 880), (1090, 850)], "#6f7579", width=40)
    canvas.disc(862, 882, 22, "#2b2f2c", flat=1.2)
    canvas.person(330, 1090, 1.3, arm=True)
    canvas.person(480, 1100, 1.25)
