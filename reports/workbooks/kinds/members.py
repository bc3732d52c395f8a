"""委员: the roll of a city, of all three levels. How a member stands is changed on the member's page alone."""

from members import operations
from members.enums import MemberKind, MemberLevel
from members.models import Member, Term
from reports.workbooks import lookups
from reports.workbooks.fields import Choice, Choices, Field, Found, Phone, Suggested, Words
from reports.workbooks.kinds.kind import Column, Kind

LEVELS = tuple(MemberLevel.choices)
WHERE = "从列表里选乡镇（街道）或村（社区）。"
COLUMNS = (
    Column("name", "姓名", Field(40), required=True, example="周明远", width=14),
    Column("level", "级别", Choice(options=LEVELS), required=True, example="county", width=24),
    Column(
        "other_levels", "同时担任", Choices(options=LEVELS), help="同时是另一级委员的填写，几级用顿号隔开。", width=20
    ),
    Column(
        "kind",
        "委员类别",
        Choice(options=tuple(MemberKind.choices)),
        help="考核办法对各类委员要求不同的，请填写。",
        example="ordinary",
        width=16,
    ),
    Column("sector", "界别", Field(40), example="教育界"),
    Column("committee", "专委会", Field(40), example="教科卫体委员会", width=20),
    Column("term", "届次", Suggested(40, lookup="terms"), help="先在“届次”页登记，再从列表里选。", width=20),
    Column("party", "党派", Field(40), example="民盟"),
    Column("specialities", "特长", Words(), help="几个特长用顿号隔开。", example=["教育管理", "心理辅导"], width=20),
    Column("employer", "工作单位和职务", Field(120), example="市实验小学校长", width=36),
    Column("home", "居住地", Found(lookup="regions"), help=WHERE, width=18),
    Column("work", "工作地", Found(lookup="regions"), help=WHERE, width=18),
    Column("phone", "手机", Phone(), help="带星号的号码表示不改。", example="13800000000", width=16),
    Column("unposted_reason", "未派驻原因", Field(200), help="没有派驻到联络室的委员写明原因。", width=30),
)


class Members(Kind):
    code = "members"
    title = "委员"
    permission = "members.edit_members"
    columns = COLUMNS
    key = ("name", "level")
    apart = ("phone", "sector")
    rehearsed = False
    about = "姓名和级别相同的算同一位委员；有重名的，再看手机和界别。在任、请假、调整等变动在委员页办理，不能导入。"

    def lookups(self, place):
        terms = {(term.level, term.name): term for term in Term.objects.filter(region=place.city)}
        return {"regions": lookups.regions(place.paths), "terms": terms}

    def records(self, place):
        found = Member.objects.active().within_any(place.paths).select_related("home", "work", "region", "term")
        return found.order_by("pinyin", "pk")

    def known(self, record, place):
        found = super().known(record, place)
        found.values["term"] = record.term.name if record.term else ""
        return found

    def faults(self, values, known, place):
        levels = [values["level"], *values["other_levels"]]
        if values["level"] in values["other_levels"]:
            yield "other_levels", "只填“级别”以外的级别"
        if values["term"] and not self._term(values, place):
            told = "、".join(dict(LEVELS)[level] for level in levels)
            yield "term", f"{told}没有“{values['term'][:30]}”这个届次，请先在“届次”页登记"
        if known is None and _person(values) in place.kept("former", _former):
            yield "name", "这位委员已登记为不在任，请在委员页办理，不要再导入"

    def _term(self, values, place) -> Term | None:
        terms = place.kept("terms", lambda here: self.lookups(here)["terms"])
        levels = [values["level"], *values["other_levels"]]
        return next((terms[level, values["term"]] for level in levels if (level, values["term"]) in terms), None)

    def create(self, entries, place, *, by):
        rows = [{**entry.values, "term": self._term(entry.values, place)} for entry in entries]
        operations.add_members(rows, region=place.city, by=by)

    def change_one(self, record, values, changes, place, *, by):
        changed = {name: values[name] for name in changes}
        if "term" in changed:
            changed["term"] = self._term(values, place)
        operations.edit_member(record, by=by, version=record.version, **changed)


def _former(place) -> set:
    rows = Member.objects.filter(is_active=False).within_any(place.paths)
    return {_person(row) for row in rows.values("name", "level", "sector")}


def _person(values) -> tuple:
    return values["name"], values["level"], values["sector"]
