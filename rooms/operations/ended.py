"""A room that was withdrawn: what it did until then can still be written down, nothing begins in it any more."""

from rooms.models import Room
from rooms.workflow import Refused


def refuse_after_end(room: Room, on) -> None:
    if room.withdrawn_on and on > room.withdrawn_on:
        raise Refused(f"{room}已于 {room.withdrawn_on:%Y年%-m月%-d日} 撤销，这一天以后不能再登记。")
