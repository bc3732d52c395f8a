"""督办检查 of two months: most rooms without a problem, one mended with a photo, one late, objections, a draft."""

from dataclasses import dataclass, field
from datetime import date

from django.core.files.base import ContentFile
from django.utils import timezone

from members.enums import RoleCode
from members.models import Role
from members.operations import upload
from reports.management.demo.photos import draw
from reports.models import Inspection
from reports.operations import inspection_replies as replies
from reports.operations import inspections as verbs
from reports.operations.inspections import Check, NewProblem
from reports.queries import inspections as queries
from rooms import calendar
from rooms.models import Room

WELL = (
    "查看活动台账、接访登记和上墙制度，台账齐全，活动按计划开展。",
    "现场参加了一次接访，询问了两位来访群众，答复及时。查看六步协商案卷，手续齐全。",
    "查看学习记录和走访记录，走访有记录、有照片，驻室委员参加活动正常。",
    "查看双月活动日安排和签到，到会情况良好；议事场所整洁，标识牌、宣传图完好。",
)
HIGHLIGHTS = "“板凳会”开到小区楼道口，议事当天形成清单，两周内全部回复居民，做法可以在其他联络室推广。"


@dataclass(frozen=True)
class Seen:
    """What an inspector wrote of one room, and what the room says: way, text, scene of its photo."""

    found: str
    problems: tuple[str, ...]
    suggestions: str = ""
    highlights: str = ""
    answers: tuple[tuple[str, str, str], ...] = field(default=())


LAST_MONTH = {
    "baiyang": Seen(
        "查看接访登记、活动台账和六步协商案卷。上月接访 6 人次，协商 2 件正在转化。宣传图完好，议事厅桌椅齐全。",
        ("接访登记有 3 次没有写处理结果。", "委员监督岗没有公示驻室委员的联系电话。"),
        "接访登记当天填写，处理结果三个工作日内补齐；每月由召集人抽查一次。",
        answers=(
            (replies.MENDED, "3 次接访的处理结果已经逐条核实补写，召集人抽查无误。", "board"),
            (replies.LATER, "监督岗牌正在重新制作，广告公司本周送来。", ""),
        ),
    ),
    "binhu": Seen(
        "查看活动台账和学习记录，本月集中学习没有记录。",
        ("上月集中学习没有签到和学习记录。",),
        "学习活动当天登记、当天归档。",
        answers=((replies.OBJECTED, "集中学习改在活动日当天一并开展，签到和记录在活动日档案里，附后备查。", "shelf"),),
    ),
    "qingshan": Seen(
        "查看六步协商案卷和议题征集情况，两件议题超过三个月没有开展调研。",
        ("两件议题超过三个月没有调查研究。",),
        "召集人牵头排出调研日程，确实不具备条件的，按程序终止。",
    ),
}
THIS_MONTH = {
    "baiyang": Seen(
        "复查上月问题，接访登记已经规范。参加了一次协商会，会前有调研、会后有纪要，群众代表发言充分。",
        ("活动照片没有按月整理归档。",),
        "照片按活动建目录，每月底归档一次。",
        HIGHLIGHTS,
    ),
    "liulin": Seen(
        "查看事项办理台账，有 1 件事项没有更新进展。",
        ("停车管理事项一个月没有更新办理进展。",),
        "主动对接承办单位，进展按月登记。",
        answers=((replies.OBJECTED, "承办单位上周已经书面回复进展，台账当天更新，检查时打印的是旧版。", ""),),
    ),
    "dongfeng": Seen(
        "查看上墙制度和值班安排，工作流程图褪色，看不清楚。",
        ("工作流程图褪色，需要更换。",),
        answers=((replies.MENDED, "流程图已按统一式样重新制作上墙。", "plaque"),),
    ),
}
# The others of each month were found well; of this month so many, the rest waits.
THIS_MONTH_WELL = 22
NOT_LAST_MONTH = 2


def tell(city, clock):
    """A generator as reports.management.demo.clock plays them."""
    play = Inspections(city, timezone.localdate(clock.now))
    for days, hour, act in play.acts():
        yield clock.at(days, hour)
        act()


class Inspections:
    def __init__(self, city, today: date):
        self.city, self.today = city, today
        self.by = Role.objects.get(user__username=RoleCode.LEADING_OFFICE, code=RoleCode.LEADING_OFFICE).user

    def acts(self):
        """A day as an offset, an hour, and what is done then, in order."""
        this = queries.month_begins(self.today)
        last = calendar.add_months(this, -1)
        first, second = self._workday(last, 12), min(self._workday(this, 6), self.today)
        answered = calendar.add_workdays(first, 5, overrides={})
        yield self._at(first), "16:30", lambda: self._inspect(LAST_MONTH, leave=NOT_LAST_MONTH)
        yield self._at(answered), "10:20", lambda: self._answer(last, LAST_MONTH)
        yield self._at(answered), "15:40", lambda: self._judge(last)
        yield self._at(second), "16:00", lambda: self._inspect(THIS_MONTH, most=THIS_MONTH_WELL)
        yield (
            self._at(min(calendar.add_workdays(second, 4, overrides={}), self.today)),
            "09:50",
            lambda: self._answer(this, THIS_MONTH),
        )
        yield 0, "09:30", self._begin

    def _workday(self, month: date, day: int) -> date:
        return calendar.next_workday(month.replace(day=day))

    def _at(self, day: date) -> int:
        return (day - self.today).days

    def _inspect(self, seen: dict, *, leave: int = 0, most: int = 1000) -> None:
        today = timezone.localdate()
        month = queries.month_begins(today)
        known = {room.pk: seen[code] for code, room in self.city.rooms.items() if code in seen}
        rows = queries.rooms_due(Room.objects.filter(opened_on__lte=today), month).for_page()
        rows = rows.order_by("unit__region__path", "pk")
        others = [room for room in rows if room.pk not in known and not queries.earlier_problems(room, month)]
        shown = [room for room in rows if room.pk in known] + others[: min(most, len(others) - leave)]
        for number, room in enumerate(shown):
            self._send(room, month, known.get(room.pk) or Seen(WELL[number % len(WELL)], ()))

    def _send(self, room: Room, month: date, seen: Seen) -> None:
        today = timezone.localdate()
        checks = [
            # What the room only promised is still not there.
            Check(each, is_mended=False, note="监督岗牌还没有上墙，请尽快落实。")
            for each in queries.earlier_problems(room, month)
        ]
        verbs.begin_inspection(
            room,
            by=self.by,
            month=month,
            send=True,
            held_on=today,
            inspectors=f"{self.by.name}、督查科工作人员",
            found=seen.found,
            suggestions=seen.suggestions,
            highlights=seen.highlights,
            due_on=queries.mend_by(room, today) if seen.problems or checks else None,
            problems=[NewProblem(text) for text in seen.problems],
            checks=checks,
        )

    def _answer(self, month: date, seen: dict) -> None:
        for code, each in seen.items():
            if not each.answers:
                continue
            inspection = Inspection.objects.for_page().get(room=self.city.rooms[code], month=month)
            by = self._clerk(inspection.room)
            problems = inspection.problems.filter(carried_from__isnull=True).order_by("position")
            answers = [
                replies.Answer(problem.pk, way, text, self._photo(scene, by))
                for problem, (way, text, scene) in zip(problems, each.answers, strict=True)
            ]
            replies.reply(inspection, by=by, version=inspection.version, answers=answers)

    def _photo(self, scene: str, by) -> tuple[int, ...]:
        if not scene:
            return ()
        file = ContentFile(draw(scene, seed=7), name="整改后.jpg")
        return (upload(file, by=by, kind="photo").pk,)

    def _judge(self, month: date) -> None:
        """What the room shows by a photo is mended; an objection that its papers bear out is right."""
        reported = self._problem("baiyang", month)
        replies.judge(
            reported, by=self.by, version=reported.version, verdict="mended", opinion="照片和登记簿核对一致。"
        )
        objected = self._problem("binhu", month)
        replies.answer_objection(
            objected,
            by=self.by,
            version=objected.version,
            is_upheld=True,
            opinion="活动日档案里有签到和记录，异议成立。",
        )

    def _problem(self, code: str, month: date):
        inspection = Inspection.objects.get(room=self.city.rooms[code], month=month)
        return queries.problems_in_order(inspection).for_page().first()

    def _begin(self) -> None:
        """One is being written today."""
        month = queries.month_begins(self.today)
        room = queries.not_inspected(Room.objects.exclude(pk__in=self._waiting(month)), month).last()
        if room:
            verbs.begin_inspection(
                room,
                by=self.by,
                month=month,
                held_on=self.today,
                inspectors=self.by.name,
                found="查看活动台账和接访登记，记录完整。",
                due_on=None,
            )

    def _waiting(self, month: date) -> list[int]:
        """Rooms that begin with a problem of last month."""
        return [each.pk for each in self.city.rooms.values() if queries.earlier_problems(each, month)]

    def _clerk(self, room: Room):
        roles = Role.objects.filter(unit=room.unit, code=RoleCode.CLERK).select_related("user").order_by("pk")
        return roles.first().user
