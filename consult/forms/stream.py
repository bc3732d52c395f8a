"""The shape of what a meeting page sends. All of it is checked; each fault is one sentence at its row."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID

from consult.enums import Attendance
from consult.steps.merging import Row
from members.models import Unit

MOST_BYTES = 512 * 1024
MOST_ROWS = 100
FIRST_MOMENT, LAST_MOMENT = datetime(1990, 1, 1, tzinfo=UTC), datetime(2101, 1, 1, tzinfo=UTC)


class Broken(Exception):
    """What is wrong, in one sentence for the person who types."""


@dataclass
class Batch:
    after: int = -1
    rows: list = field(default_factory=list)
    matters: list = field(default_factory=list)
    seats: dict = field(default_factory=dict)
    part: int | None = None


class Reader:
    """Reads one batch for one meeting; `errors` holds what is wrong, by row."""

    def __init__(self, meeting, pack, user):
        self.meeting, self.pack, self.user = meeting, pack, user
        self.people = set(meeting.people)
        self.errors = {}
        self.units = {}

    def read(self, data: dict) -> Batch:
        batch = Batch(after=self._try("after", lambda: whole(data.get("after", -1), -1, 2**62)))
        if data.get("person") != self.user.pk:
            self.errors["person"] = "现在登录的是另一个人；这台电脑里没有上传的内容，要由原来的记录人登录后上传。"
        rows, matters = (
            self._try(name, lambda name=name: many(data.get(name, []))) or [] for name in ("rows", "matters")
        )
        self.units = self._units_of(matters)
        batch.rows = self._rows(rows, self._statement)
        batch.matters = self._rows(matters, self._matter)
        batch.seats = self._try("seats", lambda: self._seats(data.get("seats", [])))
        if data.get("part") is not None:
            batch.part = self._try("part", lambda: whole(data["part"], 0, len(self.pack.agenda) - 1))
        return batch

    def _try(self, name, read):
        try:
            return read()
        except Broken as broken:
            self.errors[name] = str(broken)
            return None

    def _rows(self, items, read) -> list[Row]:
        found = {}
        for item in items:
            key = item.get("key") if isinstance(item, dict) else None
            row = self._try(str(key)[:60], lambda item=item: self._row(item, read))
            if row:
                found[row.key] = row
        return list(found.values())

    def _row(self, item, read) -> Row:
        if not isinstance(item, dict) or not isinstance(item.get("fields"), dict):
            raise Broken("内容不完整，请刷新页面再试。")
        key, version = uuid(item.get("key")), whole(item.get("version", 0), 0, 2**31 - 1)
        was = item.get("was", {})
        if not isinstance(was, dict):
            raise Broken("内容不完整，请刷新页面再试。")
        return read(key, version, item["fields"], was)

    def _statement(self, key, version, fields, was) -> Row:
        fields, was = (dict(self._statement_field(*pair) for pair in part.items()) for part in (fields, was))
        if version == 0 and {"text", "said_at", "position"} - set(fields):
            raise Broken("发言内容不完整，请刷新页面再试。")
        if "text" in fields and not fields["text"].strip():
            raise Broken("发言是空的；不要这一条的，请用“移出”。")
        return Row(key, version, fields, was)

    def _statement_field(self, name, value):
        if name in FLAGS:
            return FLAGS[name], flag(value)
        if name in STATEMENT_TEXTS:
            return name, text(value, STATEMENT_TEXTS[name])
        if name == "position":
            return name, number(value)
        if name == "at":
            return "said_at", moment(value)
        if name == "part":
            return "agenda_part", whole(value, 0, len(self.pack.agenda) - 1)
        if name == "participant":
            if value is not None and whole(value, 0, 2**62) not in self.people:
                raise Broken("发言人不在名单里，请刷新页面查看最新情况。")
            return "participant_id", value
        raise Broken("内容中有不能识别的部分，请刷新页面再试。")

    def _matter(self, key, version, fields, was) -> Row:
        fields, was = (dict(self._matter_field(*pair) for pair in part.items()) for part in (fields, was))
        if version == 0 and "text" not in fields and not fields.get("removed"):
            raise Broken("请写明事项。")
        return Row(key, version, fields, was)

    def _matter_field(self, name, value):
        if name in MATTER_TEXTS:
            column, most = MATTER_TEXTS[name]
            return column, text(value, most)
        if name == "level":
            return "place", self._place(value)
        if name in ("units", "helpers"):
            return f"suggested_{name}", self._chosen_units(value)
        readers = {
            "consensus": flag,
            "removed": flag,
            "cost": money,
            "opinions": self._opinions,
            "statements": lambda keys: [uuid(key) for key in many(keys)],
        }
        if name not in readers:
            raise Broken("内容中有不能识别的部分，请刷新页面再试。")
        return name, readers[name](value)

    def _place(self, value) -> str:
        if value not in {each.code for each in self.pack.destinations}:
            raise Broken("去向中没有这个选项，请刷新页面。")
        return value

    def _opinions(self, value) -> dict:
        codes = {label.code for label in self.pack.opinions.labels}
        if not isinstance(value, dict) or set(value) - codes:
            raise Broken(self.pack.say("{opinions}里有这里没有的选项，请刷新页面。"))
        return {code: whole(count, 0, 9999) for code, count in value.items()}

    def _units_of(self, matters) -> dict:
        """All units that the batch names, in one query; only units of the room's city can be chosen."""
        keys = {
            key
            for item in matters
            if isinstance(item, dict) and isinstance(item.get("fields"), dict)
            for name in ("units", "helpers")
            if isinstance(item["fields"].get(name), list)
            for key in item["fields"][name][:MOST_ROWS]
            if is_whole(key, 0, 2**62)
        }
        city = self.meeting.consultation.room.unit.region.city_code
        units = Unit.objects.handling().filter(pk__in=keys, region__path__startswith=f"/{city}/") if keys else []
        return {unit.pk: unit for unit in units}

    def _chosen_units(self, value) -> list:
        keys = [whole(key, 0, 2**62) for key in many(value)]
        if any(key not in self.units for key in keys):
            raise Broken("单位中有一个不在可选范围内，请重新选择。")
        return [self.units[key] for key in dict.fromkeys(keys)]

    def _seats(self, value) -> dict:
        seats = {}
        for item in many(value):
            person, attendance = (item.get("participant"), item.get("attendance")) if isinstance(item, dict) else (0, 0)
            if not is_whole(person, 0, 2**62) or person not in self.people:
                raise Broken("到会的人不在名单里，请刷新页面查看最新情况。")
            if attendance not in ("", *Attendance.values):
                raise Broken("到会情况中没有这个选项。")
            seats[person] = attendance
        return seats


FLAGS = {"point": "is_key_point", "reply": "is_reply", "dissent": "is_dissent", "removed": "removed"}
STATEMENT_TEXTS = {"text": 4000, "explanation": 2000}
MATTER_TEXTS = {"text": ("text", 1000), "due": ("suggested_due", 60), "basis": ("legal_basis", 300)}


def load(body: bytes) -> dict:
    """Read a JSON object of reasonable size; NaN and Infinity, which JSON does not have, are refused."""
    if len(body) > MOST_BYTES:
        raise Broken("一次上传的内容太多，请刷新页面再试。")
    try:
        data = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Broken("上传的内容不能识别，请刷新页面再试。") from error
    if not isinstance(data, dict):
        raise Broken("上传的内容不能识别，请刷新页面再试。")
    return data


def _refuse(name):
    raise ValueError(name)


def many(value) -> list:
    if not isinstance(value, list) or len(value) > MOST_ROWS:
        raise Broken("上传的内容不能识别，请刷新页面再试。")
    return value


def is_whole(value, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def whole(value, least: int, most: int) -> int:
    if not is_whole(value, least, most):
        raise Broken("数字填写有误。")
    return value


def number(value) -> float:
    good = isinstance(value, int | float) and not isinstance(value, bool)
    # A whole number too large for the machine is never finite to it: its size is asked first.
    if not good or not abs(value) <= 1e15:
        raise Broken("次序不对，请刷新页面再试。")
    return float(value)


def flag(value) -> bool:
    if not isinstance(value, bool):
        raise Broken("有一项选择不对，请刷新页面再试。")
    return value


def text(value, most: int) -> str:
    if not isinstance(value, str):
        raise Broken("文字不对，请刷新页面再试。")
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise Broken("文字里有不能保存的控制字符，请删去后再保存。")
    if len(value) > most:
        raise Broken(f"不能超过 {most} 字，现在是 {len(value)} 字。")
    return value


def uuid(value) -> UUID:
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError) as error:
        raise Broken("记录的编号不对，请刷新页面再试。") from error


def moment(value) -> datetime:
    """Milliseconds since 1970, as browsers count."""
    number(value)
    try:
        found = datetime.fromtimestamp(value / 1000, tz=UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Broken("时间填写有误。") from error
    if not FIRST_MOMENT <= found < LAST_MOMENT:
        raise Broken("时间填写有误，请核对这台电脑的时钟。")
    return found


def money(value) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        amount = Decimal(text(value, 20).strip())
    except InvalidOperation as error:
        raise Broken("估算请填写数字，单位万元。") from error
    if not amount.is_finite() or not 0 <= amount < 10**8 or amount != round(amount, 2):
        raise Broken("估算请填写 1 亿万元以内的数字，最多两位小数。")
    return round(amount, 2)
