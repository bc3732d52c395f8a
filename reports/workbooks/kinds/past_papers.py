"""历史报告, their instructions and assignments, and 简报 and 稿件 of the time before."""

from members.enums import UnitKind
from proposals import operations
from proposals.enums import OutletLevel, PublicationKind, ReportKind
from proposals.models import PastHandling, PastInstruction, PastPublication, PastReport
from reports.workbooks import lookups
from reports.workbooks.fields import Choice, Day, Field, Found, Number, YesNo
from reports.workbooks.kinds.kind import Column, Kind, Known

KIND = Column("kind", "类别", Choice(options=tuple(ReportKind.choices)), required=True, example="digest", width=18)
YEAR = Column("year", "年度", Number(least=1949, greatest=9999), required=True, example=2025, width=8)
NUMBER = Column("number", "期号", Number(least=1, greatest=9999), required=True, example=5, width=8)
UNIT = Column("unit", "编发单位", Found(lookup="offices"), required=True, example="市政协办公室", width=26)
SOURCE = Column("source", "资料来源", Field(200), required=True, example="2025年发文登记簿", width=30)
WHICH = (UNIT, KIND, YEAR, NUMBER)


class PastPapers(Kind):
    """What the papers of the offices share."""

    permission = "proposals.edit_past_papers"
    model = None

    def lookups(self, place):
        return {"offices": lookups.units(place.paths, UnitKind.OFFICE, UnitKind.LEADING_OFFICE)}

    def records(self, place):
        found = self.model.objects.visible_to(place.user).standing().filter(unit__region=place.city).for_page()
        return found.order_by("issued_on", "pk")

    def change_one(self, record, values, changes, place, *, by):
        told = {name: value for name, value in values.items() if name not in ("unit", "kind")}
        operations.edit_paper(record, by=by, version=record.version, **told)


class PastReports(PastPapers):
    code = "past_reports"
    title = "历史报告"
    model = PastReport
    columns = (
        *WHICH,
        Column("title", "标题", Field(120), required=True, example="关于老旧小区加装电梯的建议", width=44),
        Column("issued_on", "印发日期", Day(past=True), required=True, example="2025-09-03"),
        Column("recipients", "报送对象", Field(200), example="市委、市政府", width=24),
        SOURCE,
    )
    key = ("unit", "kind", "year", "number")
    about = "编发单位、类别、年度和期号相同的算同一份。批示和交办另用“历史批示”“历史交办”表导入。"

    def create_one(self, values, place, *, by):
        values = dict(values)
        operations.record_report(values.pop("unit"), by=by, **values)


class PastPublications(PastPapers):
    code = "past_publications"
    title = "历史简报、稿件"
    model = PastPublication
    columns = (
        UNIT,
        Column("kind", "类别", Choice(options=tuple(PublicationKind.choices)), required=True, example="bulletin"),
        YEAR,
        Column("number", "期号", Number(least=1, greatest=9999), help="简报填写。", example=12, width=8),
        Column("title", "标题", Field(120), required=True, example="46 个联络室全部挂牌", width=44),
        Column("issued_on", "日期", Day(past=True), required=True, example="2025-06-03"),
        Column("outlet", "媒体", Field(60), help="稿件填写。", width=18),
        Column("level", "媒体级别", Choice(options=tuple(OutletLevel.choices)), width=16),
        SOURCE,
    )
    key = ("unit", "kind", "title", "issued_on", "outlet")
    about = "编发单位、类别、标题、日期和媒体相同的算同一份。"

    def faults(self, values, known, place):
        is_bulletin = values["kind"] == PublicationKind.BULLETIN
        if is_bulletin and not values["number"]:
            yield "number", "简报要填期号"
        if is_bulletin and (values["outlet"] or values["level"]):
            yield "outlet", "简报不填媒体和媒体级别"
        if not is_bulletin and not values["outlet"]:
            yield "outlet", "稿件要填刊发的媒体"
        if not is_bulletin and values["number"]:
            yield "number", "稿件不填期号"

    def create_one(self, values, place, *, by):
        values = dict(values)
        operations.record_publication(values.pop("unit"), by=by, **values)


class OfPastReports(PastPapers):
    """Rows that belong to a report, which the first columns name."""

    def records(self, place):
        found = self.model.objects.visible_to(place.user).standing().filter(report__unit__region=place.city)
        return found.for_page().order_by("report__issued_on", "report", "pk")

    def known(self, record, place):
        which = {column.name: getattr(record.report, column.name) for column in WHICH}
        own = {column.name: getattr(record, column.name) for column in self.columns[len(WHICH) :]}
        return Known(record, which | own)

    def faults(self, values, known, place):
        if _key(values) not in place.kept("reports", _by_key):
            yield "number", "没有登记这一期报告，请先导入“历史报告”"

    def report_of(self, values, place) -> PastReport:
        return place.kept("reports", _by_key)[_key(values)]

    def own(self, values) -> dict:
        return {column.name: values[column.name] for column in self.columns[len(WHICH) :]}


class PastInstructions(OfPastReports):
    code = "past_instructions"
    title = "历史批示"
    model = PastInstruction
    columns = (
        *WHICH,
        Column("leader", "领导姓名", Field(40), required=True, example="程立新", width=12),
        Column("post", "职务", Field(60), required=True, example="市委书记", width=18),
        Column("on", "批示日期", Day(past=True), required=True, example="2025-09-08"),
        Column("is_viewed_only", "只圈阅", YesNo(), example=False, width=8),
        Column("text", "批示内容", Field(1000), example="请住建局研办。", width=50),
    )
    key = ("unit", "kind", "year", "number", "leader", "on")
    about = "前四列说明是哪一期报告。同一期报告同一位领导同一天的算同一条。"

    def faults(self, values, known, place):
        yield from super().faults(values, known, place)
        if not values["is_viewed_only"] and not values["text"]:
            yield "text", "请填写批示内容；只画圈的，“只圈阅”填“是”，不计入批示"

    def create_one(self, values, place, *, by):
        operations.add_instruction(self.report_of(values, place), by=by, **self.own(values))

    def change_one(self, record, values, changes, place, *, by):
        operations.edit_instruction(record, by=by, version=record.version, **self.own(values))


class PastHandlings(OfPastReports):
    code = "past_handlings"
    title = "历史交办"
    model = PastHandling
    columns = (
        *WHICH,
        Column("unit_name", "承办单位", Field(80), required=True, example="市住建局", width=24),
        Column("issued_on", "交办日期", Day(past=True), required=True, example="2025-09-10"),
        Column("accepted_on", "承办日期", Day(past=True), example="2025-09-12"),
        Column("done_on", "办结日期", Day(past=True)),
        Column("result", "办理情况", Field(1000), width=50),
    )
    key = ("unit", "kind", "year", "number", "unit_name")
    about = "前四列说明是哪一期报告。同一期报告同一个承办单位的算同一件交办。"

    def faults(self, values, known, place):
        yield from super().faults(values, known, place)
        issued, accepted, done = (values[name] for name in ("issued_on", "accepted_on", "done_on"))
        if done and not accepted:
            yield "accepted_on", "已经办结的，要填承办日期"
        if accepted and accepted < issued:
            yield "accepted_on", "承办日期不能早于交办日期"
        if done and accepted and done < accepted:
            yield "done_on", "办结日期不能早于承办日期"

    def create_one(self, values, place, *, by):
        operations.add_handling(self.report_of(values, place), by=by, **self.own(values))

    def change_one(self, record, values, changes, place, *, by):
        operations.edit_handling(record, by=by, version=record.version, **self.own(values))


def _key(values) -> tuple:
    return values["unit"].pk, values["kind"], values["year"], values["number"]


def _by_key(place) -> dict:
    rows = PastReport.objects.visible_to(place.user).standing().filter(unit__region=place.city).for_page()
    return {(row.unit_id, row.kind, row.year, row.number): row for row in rows}
