"""What hangs and stands in a room of the demonstration, as photographs that show the items of its checklist."""


def plaque(canvas, dice):
    """The sign at the door."""
    canvas.box(0, 0, 1600, 1200, "#d9d2c3")
    canvas.box(0, 1040, 1600, 160, "#a59a87")
    canvas.box(880, 240, 470, 800, "#7a5236", radius=4)
    canvas.box(906, 266, 418, 774, "#8f6444", radius=4)
    canvas.disc(946, 660, 16, "#d8c48a")
    canvas.box(330, 250, 330, 600, "#b88a3c", radius=10)
    canvas.box(344, 264, 302, 572, "#f1e2b8", radius=6)
    for index in range(8):
        canvas.box(468, 296 + index * 64, 54, 44, "#8f2a24", radius=3)
    canvas.person(1460, 1130, 1.3)
    canvas.person(1460 - dice.randint(120, 150), 1150, 1.35)


def board(canvas, dice):
    """Rules in frames on the wall."""
    canvas.box(0, 0, 1600, 1200, "#e8e3d6")
    canvas.box(0, 980, 1600, 220, "#b79f7c")
    canvas.banner(360, 70, 880)
    for frame in range(4):
        x = 90 + frame * 365
        canvas.box(x, 210, 320, 560, "#c2463c", radius=6)
        canvas.box(x + 12, 222, 296, 536, "#fbf7ee", radius=4)
        canvas.box(x + 80, 246, 160, 30, "#a8332b", radius=3)
        for line in range(9):
            canvas.box(x + 36, 308 + line * 46, dice.randint(170, 248), 12, "#8a8f93")
    canvas.person(380, 1180, 1.4)
    canvas.person(1180 + dice.randint(-60, 60), 1180, 1.4, arm=True)


def shelf(canvas, dice):
    """Files and books."""
    canvas.box(0, 0, 1600, 1200, "#e2ddd0")
    canvas.box(160, 120, 1280, 1080, "#8d6a41", radius=6)
    for level in range(4):
        top = 160 + level * 255
        canvas.box(190, top, 1220, 220, "#5f4630")
        x = 205
        while x < 1350:
            width, height = dice.choice((34, 46, 58)), dice.randint(150, 205)
            fill = dice.choice(("#3d5a7d", "#8e2f2b", "#4f8a5b", "#c9b27a", "#5b6b73", "#e8e4d8"))
            canvas.box(x, top + 220 - height, width, height, fill, radius=2)
            canvas.box(x + 8, top + 250 - height, width - 16, 40, "#f5f3ec")
            x += width + 6
