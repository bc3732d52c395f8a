"""What a room has besides its team: place and hours, money, services, being a model for others."""

from django.db import IntegrityError, transaction

from members import ledger
from members.operations import dated
from members.operations.changes import overwrite
from rooms.models import Demonstration, Room, RoomBudget, RoomService
from rooms.operations.ended import refuse_after_end
from rooms.workflow import Refused, lock


@transaction.atomic
def edit_particulars(room: Room, *, by, **values) -> Room:
    room, changes = overwrite(room, values)
    if changes:
        told = "、".join(label for label, _, _ in changes.values())
        ledger.record(
            room, "rooms.edit_particulars", by=by, unit=room.unit, sentence=f"修改{room.unit}的{told}", changes=changes
        )
    return room


@transaction.atomic
def add_budget(room: Room, *, by, **values) -> RoomBudget:
    values.pop("version", None)
    _within(values)
    try:
        with transaction.atomic():
            row = RoomBudget.objects.create(room=room, **values)
    except IntegrityError:
        raise Refused(f"{values['year']}年“{values['source']}”已经登记，请在那一条上修改。") from None
    told = f"登记{row.year}年经费，{row.source}安排 {row.amount:g} 万元"
    ledger.record(row, "rooms.edit_budget", by=by, unit=room.unit, sentence=told)
    return row


@transaction.atomic
def edit_budget(row: RoomBudget, *, by, **values) -> RoomBudget:
    _within(values)
    try:
        with transaction.atomic():
            row, changes = overwrite(row, values)
    except IntegrityError:
        raise Refused(f"{values['year']}年“{values['source']}”已经登记，请在那一条上修改。") from None
    if changes:
        told = f"修改{row.year}年经费，{row.source}安排 {row.amount:g} 万元、已用 {row.spent:g} 万元"
        ledger.record(row, "rooms.edit_budget", by=by, unit=row.room.unit, sentence=told, changes=changes)
    return row


def _within(values) -> None:
    if values["spent"] > values["amount"]:
        raise Refused("已用的不能多于安排的。追加了经费的，请先改“安排”。")


@transaction.atomic
def add_service(room: Room, *, by, **values) -> RoomService:
    values.pop("version", None)
    refuse_after_end(room, values["starts_on"])
    row = _named_once(lambda: RoomService.objects.create(room=room, **values), values["name"])
    ledger.record(row, "rooms.edit_particulars", by=by, unit=room.unit, sentence=f"登记特色服务“{row.name}”")
    return row


@transaction.atomic
def edit_service(row: RoomService, *, by, **values) -> RoomService:
    row, changes = _named_once(lambda: overwrite(row, values), values["name"])
    if changes:
        told = {"sentence": f"修改特色服务“{row.name}”", "changes": changes}
        ledger.record(row, "rooms.edit_particulars", by=by, unit=row.room.unit, **told)
    return row


def _named_once(write, name: str):
    try:
        with transaction.atomic():
            return write()
    except IntegrityError:
        raise Refused(f"本室已经有“{name}”。") from None


@transaction.atomic
def end_service(row: RoomService, *, by, last_on, reason="") -> RoomService:
    if lock(row).ends_on:
        raise Refused("这项服务已经停办。")
    row = dated.end(row, last_on, related=("room__unit__region",))
    told = f"特色服务“{row.name}”停办，最后一天 {last_on:%Y年%-m月%-d日}"
    ledger.record(row, "rooms.edit_particulars", by=by, unit=row.room.unit, sentence=told, note=reason)
    return row


@transaction.atomic
def name_demonstration(room: Room, *, by, year: int, decided_by: str, paper="") -> Demonstration:
    """示范点. The room carries the latest year beside its name."""
    room = lock(room, related=("unit__region",))
    if not room.is_open:
        raise Refused("已挂牌的联络室才能列为示范点。")
    if room.demonstrations.filter(year=year, decided_by=decided_by).exists():
        raise Refused(f"{year}年已经由{decided_by}列为示范点。")
    row = Demonstration.objects.create(room=room, year=year, decided_by=decided_by, paper=paper, entered_by=by)
    _follow_latest(room)
    ledger.record(row, "rooms.name_demonstration", by=by, unit=room.unit, sentence=f"{decided_by}列为{year}年示范点")
    return row


@transaction.atomic
def remove_demonstration(row: Demonstration, *, by, reason: str) -> Room:
    """Take back what was entered by mistake, or what the body took back."""
    room = lock(row.room, related=("unit__region",))
    row.delete()
    _follow_latest(room)
    sentence = f"取消{row.year}年示范点（{row.decided_by}）"
    ledger.record(room, "rooms.name_demonstration", by=by, unit=room.unit, sentence=sentence, note=reason)
    return room


def _follow_latest(room: Room) -> None:
    latest = room.demonstrations.order_by("-year").values_list("year", flat=True).first()
    if latest != room.demonstration_year:
        room.demonstration_year = latest
        room.save(update_fields=["demonstration_year"])
