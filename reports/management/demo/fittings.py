"""What the demonstration's rooms have besides their team: hall, telephone, lists, money, services. All invented."""

import random

from django.utils import timezone

from rooms.models import ChecklistEntry, Demonstration, Room, RoomBudget, RoomService
from rooms.workflow.standing import standings

SERVICES = (
    ("舒心小屋", "每周三 14:30—17:00", "医卫界委员", "心理疏导、健康咨询"),
    ("帮帮团", "随时预约", "委员和志愿者", "就业、法律、助学帮扶"),
    ("法律服务角", "每周五上午", "法律界委员", "法律咨询、纠纷调解"),
)
DECIDED_BY = "市委“协商在一线”工作领导小组"


def write(*, by) -> None:
    """The same every time: what a room lacks is drawn by its name."""
    today = timezone.localdate()
    for standing in standings(list(Room.objects.open().for_page().order_by("pk"))):
        room = standing.room
        dice = random.Random(room.name)  # noqa: S311 - nothing is kept secret by it
        room.hall = room.hall or "协商议事厅"
        room.phone = room.phone or f"0714-87{dice.randint(10000, 99999)}"
        room.save(update_fields=["hall", "phone"])
        missing = dice.choice(standing.items)[1]["code"] if standing.items and dice.random() < 0.4 else ""
        ChecklistEntry.objects.bulk_create(
            ChecklistEntry(
                room=room,
                checklist=code,
                item=item["code"],
                name=item["name"],
                is_there=item["code"] != missing,
                on=min(room.opened_on, today),
                recorded_by=by,
            )
            for code, item in standing.items
        )
        amount = dice.choice((1, 2, 3))
        RoomBudget.objects.create(
            room=room, year=today.year, source="街道（乡镇）配套", amount=amount, spent=round(amount * dice.random(), 1)
        )
        if dice.random() < 0.5:
            name, hours, who, note = dice.choice(SERVICES)
            RoomService.objects.create(room=room, name=name, hours=hours, who=who, note=note, starts_on=room.opened_on)
        if dice.random() < 0.2:
            Demonstration.objects.create(room=room, year=today.year, decided_by=DECIDED_BY, entered_by=by)
            room.demonstration_year = today.year
            room.save(update_fields=["demonstration_year"])
