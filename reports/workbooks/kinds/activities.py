"""履职活动: what rooms did, also of the time before the system was in use."""

from collections import defaultdict

from django.db.models import Prefetch

from reports.workbooks import lookups
from reports.workbooks.cells import suggestion
from reports.workbooks.fields import Choice, Day, Field, Found, Lines, Number, Points, Veiled, Words, YesNo
from reports.workbooks.kinds.kind import Column, Kind, Known
from rooms.enums import ActivityContext, ActivityKind, AttendingAs, ResponseKind, VoiceKind
from rooms.models import Activity, ActivityPerson, Posting, Representative, Voice
from rooms.operations import edit_activity, record_activity
from rooms.operations.activities import Part

PEOPLE = {"hosts": AttendingAs.HOST, "people": AttendingAs.TAKING_PART}
VOICES = {"information": VoiceKind.INFORMATION, "suggestions": VoiceKind.SUGGESTION}
UNITS = "；".join(f"{kind.label}填{kind.unit}数" for kind in ActivityKind if kind != ActivityKind.OTHER)
WHO = "本室的委员和代表，几个人用顿号隔开。"
CONTEXTS = Choice(options=tuple(ActivityContext.choices))
COLUMNS = (
    Column("room", "联络室", Found(lookup="rooms"), required=True, example="白杨社区政协委员联络室", width=32),
    Column("on", "日期", Day(past=True), required=True, example="2026-03-05"),
    Column("kind", "活动类别", Choice(options=tuple(ActivityKind.choices)), required=True, example="reception"),
    Column(
        "context", "场合", CONTEXTS, required=True, help="日常、活动日还是六步协商，统计时分开。", example="ordinary"
    ),
    Column("amount", "数量", Number(least=1), required=True, help=UNITS[:240], example="3", width=8),
    Column("what", "主要内容", Lines(2000), required=True, example="接待居民反映楼道照明问题", width=44),
    Column("place", "地点", Field(120), example="议事厅", width=18),
    Column("hosts", "接待人", Words(40), help=WHO, width=20),
    Column("people", "参加人", Words(40, 100), help=WHO, width=30),
    Column("visitor", "来访人、走访对象", Veiled(120), help="不对外公开，也不打印。", width=24),
    Column("response", "答复方式", Choice(options=tuple(ResponseKind.choices)), example="on_the_spot"),
    Column("result", "结果", Lines(2000), width=32),
    Column("money", "金额（元）", Number(places=2), help="公益捐赠填写。", width=12),
    Column("hours", "时长（小时）", Number(greatest=999, places=1), width=12),
    Column("is_confidential", "不公开", YesNo(), help="不填算“否”。", width=8),
    Column("information", "社情民意信息", Points(1000), help="一行一条，在单元格里按 Alt+Enter 换行。", width=40),
    Column("suggestions", "意见建议", Points(1000), help="一行一条，在单元格里按 Alt+Enter 换行。", width=40),
)
FIELDS = ("kind", "on", "context", "amount", "what", "place", "visitor", "response", "result", "money", "hours")
FIELDS = (*FIELDS, "is_confidential")


class Activities(Kind):
    code = "activities"
    title = "履职活动"
    permission = "rooms.import_activities"
    change_permission = "rooms.edit_activity"
    columns = COLUMNS
    key = ("room", "on", "kind", "what")
    about = "联络室、日期、类别和主要内容都相同的算同一次活动。照片在活动页上添加。"

    def lookups(self, place):
        return {"rooms": lookups.rooms(place.rooms())}

    def records(self, place):
        found = Activity.objects.standing().filter(room__in=place.rooms()).readable_by(place.user)
        parts = ActivityPerson.objects.filter(user__isnull=True).select_related("member", "representative")
        voices = Voice.objects.filter(removed_at__isnull=True)
        found = found.select_related("room__unit__region", "room__approver", "day")
        return found.prefetch_related(Prefetch("people", parts), Prefetch("voices", voices)).order_by("-on", "-pk")

    def known(self, record, place):
        return Known(record, self._values(record), hidden=self._hidden(record, place))

    def _values(self, row) -> dict:
        values = {name: getattr(row, name) for name in ("room", *FIELDS)}
        for name, role in PEOPLE.items():
            values[name] = [str(each) for each in row.people.all() if each.attending_as == role]
        for name, kind in VOICES.items():
            values[name] = [each.text for each in row.voices.all() if each.kind == kind]
        return values

    def _hidden(self, row, place) -> tuple[str, ...]:
        """Who came is read in the room alone."""
        sees = place.kept("own", lambda here: set(here.rooms(own=True).values_list("pk", flat=True)))
        return () if row.room_id in sees else ("visitor",)

    def scope_of(self, values, place):
        return values["room"]

    def faults(self, values, known, place):
        # Whoever is on record already is known by more than a name.
        named = [name for name in PEOPLE if not known or values[name] != known.values[name]]
        team = place.kept("team", _team)[values["room"].pk]
        for name in named:
            for each in values[name]:
                if len(team[each]) != 1:
                    yield name, self._why_nobody(each, team)
        twice = set(values["hosts"]) & set(values["people"])
        if twice and named:
            yield "people", f"{'、'.join(sorted(twice))}已经写在接待人里"
        for name in VOICES:
            if known and values[name] != known.values[name]:
                yield name, "已登记的活动，信息和建议请在活动页上修改"

    @staticmethod
    def _why_nobody(name: str, team) -> str:
        if team[name]:
            return f"本室有几位“{name[:20]}”，请在活动页上登记"
        return f"本室的队伍里没有“{name[:20]}”，{suggestion(name, [each for each in team if team[each]])}"

    def create_one(self, values, place, *, by):
        voices = [{"kind": kind, "text": text} for name, kind in VOICES.items() for text in values[name]]
        fields = {name: values[name] for name in FIELDS}
        record_activity(values["room"], by=by, people=self._parts(values, place), voices=voices, **fields)

    def change_one(self, record, values, changes, place, *, by):
        fields = {name: values[name] for name in FIELDS if name in changes}
        # Whoever took part by account is not named in the table, and stays.
        kept = [Part(row.user, row.attending_as) for row in record.people.filter(user__isnull=False)]
        people = [*self._parts(values, place), *kept] if set(PEOPLE) & set(changes) else None
        edit_activity(record, by=by, version=record.version, people=people, **fields)

    def _parts(self, values, place) -> list[Part]:
        team = place.kept("team", _team)[values["room"].pk]
        return [Part(team[each][0], role) for name, role in PEOPLE.items() for each in values[name]]


def _team(place) -> dict:
    """Room → name → who bears it there: members that were posted at any time, and representatives."""
    team = defaultdict(lambda: defaultdict(list))
    for row in Posting.objects.filter(room__in=place.rooms()).select_related("member"):
        if row.member not in team[row.room_id][row.member.name]:
            team[row.room_id][row.member.name].append(row.member)
    for row in Representative.objects.filter(room__in=place.rooms()):
        team[row.room_id][row.name].append(row)
    return team
