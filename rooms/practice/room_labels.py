"""Names of the keys that are about rooms themselves: their lists, and what hangs on their walls."""

ROOM_LABELS = {
    "checklist": "对照清单",
    "checklist.item": "清单内容",
    "checklist.mode": "挂牌时的要求",
    "plate": "上墙制度",
    "plate.line": "条文",
}
