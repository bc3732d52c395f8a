"""Photographs of rooms."""


def meeting(canvas, dice):
    canvas.box(0, 0, 1600, 760, "#e6e0d2")
    canvas.box(0, 720, 1600, 480, "#b79f7c")
    canvas.banner(420, 90, 760)
    for x in (60, 1330):
        canvas.box(x, 150, 210, 330, "#9db9c8")
        canvas.box(x + 101, 150, 8, 330, "#f4f1ea")
    canvas.box(610, 220, 380, 230, "#5d6a73", radius=6)
    canvas.box(624, 234, 352, 202, "#f3f6f6")
    for index in range(4):
        canvas.box(660, 268 + index * 38, dice.randint(150, 280), 14, "#7fa0b8")
    for index in range(7):
        canvas.person(260 + index * 180, 880, 1.05, sitting=True)
    canvas.shape([(180, 850), (1420, 850), (1560, 1010), (40, 1010)], "#8d6a41")
    canvas.box(40, 1010, 1520, 70, "#755633")
    for index in range(7):
        x = 250 + index * 182
        canvas.box(x, 896, 60, 40, "#f5f3ec")
        canvas.box(x + 80, 880, 24, 34, "#eef1f1", radius=4)
    for index in range(4):
        canvas.person(300 + index * 330, 1230, 1.35, sitting=True)


def research(canvas, dice):
    canvas.box(0, 0, 1600, 860, "#d8d3c6")
    canvas.box(0, 860, 1600, 340, "#a39a8a")
    canvas.box(560, 180, 420, 690, "#7d4f35", radius=6)
    canvas.box(590, 210, 360, 660, "#8f5d40")
    canvas.disc(900, 560, 14, "#d9c27a")
    canvas.box(640, 250, 260, 120, "#a8332b")
    for index in range(2):
        canvas.box(660 + index * 128, 276, 92, 68, "#d6a64a", radius=4)
    canvas.box(120, 260, 230, 300, "#9db4bf")
    canvas.box(231, 260, 8, 300, "#efece4")
    canvas.box(1180, 330, 240, 170, "#e9e4d5")
    for index in range(4):
        canvas.box(1206, 360 + index * 32, 150 + dice.randint(0, 40), 12, "#9aa39c")
    canvas.person(520, 1110, 1.75, arm=True)
    canvas.person(900, 1090, 1.7)
    canvas.person(1130, 1120, 1.7)
    canvas.box(612, 800, 84, 108, "#f6f3ea", radius=4)
    for index in range(4):
        canvas.box(624, 822 + index * 20, 58, 6, "#8d969c")


def canteen(canvas, dice):
    canvas.box(0, 0, 1600, 740, "#efe4d0")
    canvas.box(0, 740, 1600, 460, "#c7b393")
    canvas.box(90, 190, 640, 380, "#8fa7a2", radius=8)
    canvas.box(90, 500, 640, 80, "#cfd6d4")
    for index in range(5):
        canvas.disc(
            160 + index * 124, 510, 46, dice.choice(("#c0562d", "#5f8a3a", "#e2c16a", "#f4f1ea", "#8d5a3a")), flat=0.4
        )
    canvas.person(300, 500, 0.95, shirt="#f4f1ea")
    canvas.person(520, 500, 0.95, shirt="#f4f1ea")
    canvas.banner(900, 150, 560, fill="#8f6a35")
    for x in (960, 1260):
        canvas.box(x, 270, 190, 240, "#a9c3cc")
    for row, y in enumerate((880, 1110)):
        for index in range(3):
            x = 130 + index * 500 + row * 60
            canvas.person(x + 90, y - 30, 1.05, sitting=True)
            canvas.person(x + 270, y - 30, 1.05, sitting=True)
            canvas.box(x, y - 70, 370, 26, "#a67a48", radius=6)
            for leg in (24, 330):
                canvas.box(x + leg, y - 50, 14, 96, "#7d5a34")
            for dish in (80, 180, 280):
                canvas.disc(x + dish, y - 74, 28, "#f7f5ef", flat=0.4)


def paper(canvas, dice):
    """A written page with signatures, as a scanner or a notice board shows it."""
    canvas.box(0, 0, 1600, 1200, "#8f7a5c")
    canvas.box(330, 40, 940, 1120, "#d9d3c4", radius=4)
    canvas.box(320, 30, 940, 1120, "#faf8f1", radius=4)
    canvas.box(560, 96, 460, 40, "#3c4148", radius=4)
    canvas.box(390, 168, 800, 3, "#b3261e")
    for row in range(13):
        x = 460 if row in (0, 4, 9) else 390
        end = dice.randint(800, 1100) if row in (3, 8, 12) else 1190
        y = 214 + row * 48
        while x < end:
            width = dice.randint(14, 26)
            canvas.box(x, y, width, 22, "#5b626b", radius=3)
            x += width + 7
    for index in range(8):
        x, y = 420 + index % 4 * 196, 900 + index // 4 * 96
        canvas.line([(x - 10, y + 52), (x + 150, y + 52)], "#b9b4a6", width=2)
        points = [(x + step * 18, y + dice.randint(4, 44)) for step in range(8)]
        canvas.line(points, "#27324a", width=4)
