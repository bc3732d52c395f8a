"""Photographs of streets, yards and estates."""


def _yard(canvas, dice, *, ground="#b8b3a8"):
    """Blocks of flats behind an open yard."""
    canvas.sky()
    wall = dice.choice(("#d9cfbf", "#cfc6bc", "#dcd3c9", "#c9c3b5"))
    for x, floors in ((-60, 6), (560, 6), (1180, 5)):
        canvas.block(x + dice.randint(-20, 20), 740, floors=floors, bays=5, fill=wall)
    canvas.ground(740, ground)
    canvas.box(0, 740, 1600, 22, canvas.shade(ground, -24))


def estate(canvas, dice):
    _yard(canvas, dice)
    for x in (90, 520, 1120, 1490):
        canvas.tree(x, 800 + dice.randint(-8, 20), 1.1)
    canvas.shape([(620, 762), (980, 762), (1350, 1200), (250, 1200)], "#9c9a95")
    canvas.car(1090, 930, 1.0)
    canvas.bike(180, 960, 1.2)
    canvas.person(760, 1010, 1.1)
    canvas.person(870, 1030, 1.15)


def drain(canvas, dice):
    _yard(canvas, dice, ground="#a9a59b")
    canvas.box(0, 762, 1600, 34, "#7d8b5f")
    canvas.disc(760, 990, 520, "#7c7a6b", flat=0.3)
    canvas.disc(780, 985, 430, "#6c6b5d", flat=0.27)
    for _ in range(14):
        x, y = dice.randint(430, 1120), dice.randint(900, 1070)
        canvas.disc(x, y, dice.randint(18, 46), "#8f8d7c", flat=0.25)
    canvas.disc(780, 970, 150, "#3e3c38", flat=0.4)
    canvas.disc(780, 962, 132, "#24231f", flat=0.38)
    canvas.disc(1010, 915, 150, "#77746e", flat=0.34)
    canvas.disc(1010, 905, 140, "#928f88", flat=0.34)
    for x in range(920, 1110, 44):
        canvas.box(x, 880, 14, 50, "#77746e", radius=4)
    canvas.box(1290, 850, 26, 210, "#d8d8d4")
    for index in range(5):
        canvas.box(1290, 850 + index * 42, 26, 21, "#c0392b")
    canvas.person(330, 1010, 1.25, arm=True)
    canvas.person(1430, 1030, 1.25)


def lamp(canvas, dice):
    _yard(canvas, dice, ground="#c3bcae")
    for x in (250, 800, 1350):
        canvas.box(x - 8, 520, 16, 420, "#454b52")
        canvas.box(x - 44, 486, 88, 40, "#5a6168", radius=14)
        canvas.box(x - 34, 522, 68, 14, "#fff3c9" if canvas.night else "#e8e4d6", radius=6)
        if canvas.night:
            canvas.glow(x, 545, 300)
            canvas.disc(x, 965, 230, "#6a6657", flat=0.22)
            canvas.disc(x, 965, 150, "#857d63", flat=0.2)
    for step in range(4):
        canvas.box(0, 1010 + step * 48, 1600, 48, canvas.shade("#4a4e56" if canvas.night else "#b6af9f", -step * 9))
    for x in (480, 600, 990, 1120):
        canvas.person(x, 985 + dice.randint(-8, 8), 1.05, arm=dice.random() < 0.5)


def lift(canvas, dice):
    canvas.sky()
    canvas.ground(960, "#b1aca2")
    canvas.block(150, 960, floors=7, bays=5, fill="#d5cbbb")
    canvas.block(860, 960, floors=7, bays=6, fill="#d5cbbb")
    canvas.box(662, 250, 190, 710, "#5d7687")
    canvas.box(680, 270, 154, 690, "#a8c3cf")
    for y in range(300, 940, 94):
        canvas.box(662, y, 190, 12, "#4d6472")
    canvas.box(706, 560 + 94 * dice.randint(-2, 2), 102, 84, "#e8eef0", radius=4)
    canvas.box(700, 862, 116, 98, "#6f838e")
    canvas.box(756, 862, 4, 98, "#4d6472")
    canvas.tree(90, 1000, 1.3)
    canvas.tree(1500, 1010, 1.4)
    canvas.person(620, 1080, 1.15)
    canvas.person(940, 1070, 1.1, arm=True)
    canvas.person(1060, 1080, 1.1)


def water(canvas, dice):
    canvas.sky()
    canvas.block(-80, 700, floors=5, bays=5)
    canvas.block(1120, 700, floors=5, bays=5)
    canvas.ground(700, "#b9b2a4")
    canvas.box(560, 400, 480, 420, "#cdd5d8", radius=6)
    canvas.shape([(530, 410), (800, 300), (1070, 410)], "#5c7482")
    canvas.box(730, 560, 150, 260, "#6d7f88")
    canvas.box(600, 500, 90, 80, "#9db4c0")
    canvas.line([(1040, 780), (1240, 780), (1240, 950), (1600, 950)], "#4a7fa8", width=34)
    canvas.disc(1240, 780, 46, "#3b6a8f")
    canvas.disc(1240, 780, 34, "#eef1f0")
    canvas.line([(1240, 780), (1256 + dice.randint(-30, 10), 758)], "#b3261e", width=6)
    for index, x in enumerate((200, 310, 420)):
        colour = ("#b5533c", "#3f6ea5", "#c08a2d")[index]
        canvas.shape([(x - 46, 950), (x + 46, 950), (x + 36, 1050), (x - 36, 1050)], colour)
        canvas.disc(x, 950, 46, "#a9c9d8", flat=0.26)
    canvas.person(560, 1070, 1.2)
    canvas.person(1000, 1090, 1.25, arm=True)


def parking(canvas, dice):
    _yard(canvas, dice, ground="#8f918f")
    for row, y in enumerate((860, 1010, 1170)):
        size = 0.72 + row * 0.16
        for index in range(-1, 6):
            x = index * (345 + row * 30) - row * 60
            canvas.line([(x, y - 90), (x - 34, y + 12)], "#e3e1d6", width=7)
            if dice.random() < 0.84:
                canvas.car(x + 22, y, size)


def road(canvas, dice):
    canvas.sky()
    for x in (-60, 480, 1130):
        canvas.block(x, 660, floors=dice.randint(3, 5), bays=5, fill=dice.choice(("#d9cfbf", "#c8cdd0", "#d6c4b0")))
    canvas.ground(660, "#c3bfb5")
    canvas.box(0, 740, 1600, 350, "#63676b")
    canvas.box(0, 730, 1600, 14, "#e6e2d6")
    for index in range(9):
        x = 470 + index * 78
        canvas.shape([(x, 760), (x + 42, 760), (x + 24, 1070), (x - 26, 1070)], "#ece9df")
    for x in (0, 1290):
        canvas.box(x, 905, 260, 12, "#e7d79c")
    canvas.box(1290, 380, 16, 360, "#474d52")
    canvas.box(1258, 360, 80, 180, "#2e3338", radius=12)
    for y, colour in ((395, "#b3261e"), (450, "#7d6a2a"), (505, "#2d7a50")):
        canvas.disc(1298, y, 22, colour)
    canvas.car(60, 900, 1.0)
    for index in range(5):
        canvas.person(560 + index * 110, 960 + dice.randint(-60, 40), dice.choice((0.75, 0.8, 1.0)))
    canvas.person(420, 1120, 1.2, shirt="#d9b300", arm=True)


def bus(canvas, dice):
    road(canvas, dice)
    canvas.box(60, 640, 620, 250, "#2d7a68", radius=26)
    canvas.box(60, 790, 620, 60, "#e7ece8")
    for index in range(5):
        canvas.box(90 + index * 112, 670, 94, 96, "#a9c3cc", radius=8)
    for wheel in (190, 560):
        canvas.disc(wheel, 890, 46, "#22262a")
        canvas.disc(wheel, 890, 22, "#9aa1a6")
    canvas.box(860, 560, 400, 22, "#4a6f8c")
    for x in (880, 1220):
        canvas.box(x, 580, 16, 260, "#5d6a73")
    canvas.box(1240, 600, 60, 90, "#2f6ea3", radius=6)
    for x in (930, 1030, 1120):
        canvas.person(x, 900, 1.0)


def ebike(canvas, dice):
    _yard(canvas, dice)
    canvas.shape([(80, 640), (1500, 600), (1560, 690), (40, 720)], "#4a7f8f")
    for x in (120, 560, 1010, 1480):
        canvas.box(x, 690, 16, 330, "#6a737a")
    for index in range(8):
        x = 150 + index * 166
        canvas.box(x + 44, 800, 40, 58, "#eef0ee", radius=6)
        canvas.disc(x + 64, 822, 8, "#2d7a50" if dice.random() < 0.7 else "#b3261e")
        canvas.line([(x + 64, 858), (x + 60, 930)], "#2a2e33", width=5)
        canvas.bike(x, 1040 + dice.randint(-6, 8), 0.98)
    canvas.person(1500, 1090, 1.25)


def market(canvas, dice):
    canvas.sky()
    for x in (-40, 520, 1080):
        canvas.block(x, 640, floors=4, bays=5, fill=dice.choice(("#d6c4b0", "#cfc6bc", "#d9cfbf")))
    canvas.ground(640, "#aba59a")
    for index in range(5):
        x, y = -40 + index * 350, 820 + (index % 2) * 40
        first, second = dice.choice((("#b5533c", "#f0e7d8"), ("#3f6ea5", "#f0e7d8"), ("#4f8a5b", "#f0e7d8")))
        for stripe in range(6):
            canvas.box(x + stripe * 50, y - 260, 50, 66, first if stripe % 2 else second)
        for pole in (8, 284):
            canvas.box(x + pole, y - 196, 10, 260, "#75604c")
        if canvas.night:
            canvas.glow(x + 150, y - 150, 240)
            canvas.disc(x + 150, y - 178, 13, "#fff3c9")
        canvas.person(x + 150, y + 10, 0.95)
        canvas.box(x, y - 40, 300, 110, "#94713f", radius=4)
        for pile in range(6):
            colour = dice.choice(("#5f8a3a", "#c0562d", "#d3a02f", "#7b3f61", "#8fae4e"))
            canvas.disc(x + 34 + pile * 46, y - 44, 24, colour, flat=0.7)
    for x in (260, 690, 830, 1240):
        canvas.person(x, 1120 + dice.randint(-20, 20), 1.25)


def bench(canvas, dice):
    _yard(canvas, dice)
    canvas.tree(120, 830, 1.3)
    canvas.tree(1490, 840, 1.3)
    canvas.banner(480, 690, 640)
    for index in range(6):
        canvas.person(330 + index * 190, 900 + abs(index - 2.5) * 14, 1.0, sitting=True)
    canvas.box(690, 940, 240, 18, "#8a6a45", radius=4)
    for x in (710, 890):
        canvas.box(x, 950, 14, 80, "#74583a")
    for x in (760, 830):
        canvas.box(x, 916, 22, 26, "#eef0ee", radius=4)
    for index in range(5):
        canvas.person(260 + index * 270, 1130, 1.3, sitting=True)


def factory(canvas, dice):
    canvas.sky(top="#6f7fa0", bottom="#e7c9a8")
    for index in range(4):
        x = 60 + index * 390
        canvas.shape([(x, 560), (x + 190, 450), (x + 190, 560)], "#8ea0a9")
        canvas.shape([(x + 190, 560), (x + 380, 450), (x + 380, 560)], "#8ea0a9")
        canvas.box(x, 556, 382, 250, "#a7b3b8")
        for bay in range(3):
            canvas.box(x + 30 + bay * 118, 610, 86, 70, dice.choice(("#f3d98b", "#78909b")))
    canvas.box(1330, 220, 70, 340, "#9c8376")
    canvas.ground(806, "#8f8f8c")
    canvas.box(0, 806, 1600, 18, "#757573")
    for index in range(6):
        canvas.bike(90 + index * 250, 960 + dice.randint(-10, 14), 1.0)
    for index in range(6):
        canvas.person(180 + index * 240, 1120 + dice.randint(-26, 16), 1.15, shirt="#3d5a7d")


def shop(canvas, dice):
    canvas.block(-40, 860, floors=8, bays=18, fill="#d3cabb")
    canvas.ground(860, "#b8b2a6")
    for index in range(3):
        x = 90 + index * 490
        canvas.box(x, 470, 440, 390, "#8d8577")
        canvas.box(x, 470, 440, 70, ("#4a6f8c", "#a08a5a", "#7b5a4a")[index])
        if index == 1:
            for y in range(550, 850, 22):
                canvas.box(x + 16, y, 408, 15, "#b9bdc0")
            canvas.box(x + 150, 640, 140, 90, "#f6f3ea")
            canvas.box(x + 172, 664, 96, 14, "#b3261e")
        else:
            canvas.box(x + 16, 556, 408, 304, "#a9c3cc")
            canvas.box(x + 200, 556, 12, 304, "#5d6a73")
    canvas.person(560 + dice.randint(-60, 40), 1040, 1.3)
    canvas.person(1060, 1050, 1.3, arm=True)
    canvas.bike(1290, 1030, 1.2)
