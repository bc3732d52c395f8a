"""Step 4, the minutes as the record gives them: every part composed from what was written down. Nothing here writes.

No private person is named (consult.steps.naming); views keep their order, and a dissent without explanation says so.
"""

from collections import Counter
from dataclasses import dataclass

from django.utils import timezone

from consult import queries
from consult.enums import MatterLevel, MeetingState
from consult.models import Statement
from consult.steps import naming
from consult.steps.draft_people import imprint_texts, presence_texts, turnout
from consult.steps.naming import sentence, veil
from consult.workflow import pack_of
from consult.workflow.gates import is_without_consensus
from rooms.practice.numerals import numeral

# Views of one part of the agenda that are taken over when nobody marked key points.
MOST_VIEWS = 12
SHORTEST_VIEW = 5


@dataclass(frozen=True)
class Record:
    """What the minutes are made from, read once."""

    consultation: object
    pack: object
    people: list
    private: list
    conveners: list
    meetings: list
    statements: list
    research: list
    matters: list

    @property
    def agreed(self) -> list:
        return [matter for matter in self.matters if matter.consensus]

    @property
    def has_city_matters(self) -> bool:
        return any(matter.level == MatterLevel.CITY for matter in self.agreed)


def gather(consultation) -> Record:
    pack = pack_of(consultation)
    people = list(consultation.participant_set.select_related("unit"))
    meetings = consultation.meeting_set.filter(state=MeetingState.ENDED)
    conveners = list(consultation.room.conveners.on(timezone.localdate()).select_related("user"))
    said = Statement.objects.standing().filter(meeting__in=meetings).order_by("meeting__number", "position", "uuid")
    matters = queries.standing_matters(consultation)
    return Record(
        consultation=consultation,
        pack=pack,
        people=people,
        private=naming.private_people(people, pack, officials=[convener.user.name for convener in conveners]),
        conveners=conveners,
        meetings=list(meetings.select_related("chair__unit", "recorder").prefetch_related("seats__participant__unit")),
        statements=list(said.select_related("participant__unit", "meeting")),
        research=list(consultation.research_set.standing()),
        matters=list(matters.prefetch_related("suggested_units__region", "suggested_helpers__region")),
    )


def title_of(consultation, pack) -> str:
    return f"关于{consultation.topic.title}的{pack.words['minutes']}"[:120]


def sections_of(record: Record) -> list[dict]:
    """Every part of the minutes in order: key, heading and text; a part that the record does not fill is empty."""
    words = record.pack.words
    headings = {
        "opening": "",
        "background": "基本情况",
        "research": f"{words['research']}情况",
        "discussion": f"{record.pack.step_name('discussion')}情况",
        "dissent": f"{words['dissent']}及解释情况",
        "basis": "法律和政策依据",
        "matters": f"议定{words['matter']}",
        "present": "出席",
        "leave": "请假",
        "observers": "列席",
        "listeners": "旁听",
        "report": "报",
        "send": "送",
    }
    texts = {
        "opening": _opening(record),
        "background": _background(record),
        "research": _research(record),
        "discussion": _discussion(record),
        "dissent": _dissent(record),
        "basis": "、".join(dict.fromkeys(matter.legal_basis.strip() for matter in record.agreed if matter.legal_basis)),
        "matters": _matters(record),
        **presence_texts(record),
        **imprint_texts(record),
    }
    return [{"key": key, "heading": heading, "text": texts[key]} for key, heading in headings.items()]


def _opening(record) -> str:
    if not record.meetings:
        return ""
    first, words = record.meetings[0], record.pack.words
    begun = timezone.localtime(first.started_at or first.planned_at)
    expected, came = turnout(record)
    modes = {mode.code: mode.name for mode in record.pack.meeting_modes}
    mode = modes.get(first.mode, "")
    held = f"在{first.place}召开{words['meeting']}" + (f"（{mode}）" if mode not in ("", words["meeting"]) else "")
    if len(record.meetings) > 1:
        held += f"，先后开会{len(record.meetings)}次"
    chair = f"，{_chair(first.chair, record)}主持" if first.chair else ""
    counts = f"，应到{expected}人，实到{came}人" if came else ""
    return (
        f"{begun.year}年{begun.month}月{begun.day}日{_part_of_day(begun.hour)}，{record.consultation.room.name}{held}"
        f"{chair}{counts}。现将协商情况和议定{words['matter']}纪要如下。"
    )


def _chair(person, record) -> str:
    """Who chairs holds an office there, whatever category the list gives."""
    rank = next((convener.rank for convener in record.conveners if convener.user.name == person.name), None)
    if rank:
        return f"{record.pack.words[f'{rank}_convener']}{person.name}"
    return naming.voice(person, record.pack) if naming.is_named(person, record.pack) else person.name


def _part_of_day(hour: int) -> str:
    return "上午" if hour < 12 else "下午" if hour < 18 else "晚"


def _background(record) -> str:
    topic = record.consultation.topic
    source = record.pack.topic_source(topic.source).name
    place = f"，涉及地点为{veil(topic.place, record.private)}" if topic.place else ""
    decided = record.consultation.approval.steps.filter(verdict="approve").select_related("unit").last()
    approved = (
        f"，{decided.basis_on.month}月{decided.basis_on.day}日经{decided.unit.short_name}{decided.name}"
        if decided
        else ""
    )
    why = "".join(sentence(veil(line, record.private)) for line in topic.why.splitlines())
    return f"{why}\n该{record.pack.words['topic']}来源于{source}{place}{approved}。"


def _research(record) -> str:
    if not record.research:
        return ""
    visited = Counter()
    for each in record.research:
        visited[each.visited_unit] += each.visited_count
    homes = "、".join(f"{count}{unit}" for unit, count in visited.items() if count)
    lines = [f"会前开展调研{len(record.research)}次" + (f"，走访{homes}。" if homes else "。")]
    for index, each in enumerate(record.research):
        day = f"{each.on.month}月{each.on.day}日"
        if each.until and each.until != each.on:
            day += f"至{each.until.month}月{each.until.day}日"
        found = veil(f"{each.findings}\n{each.figures}", record.private)
        text = "".join(sentence(line) for line in found.splitlines())
        lead = f"（{numeral(index + 1)}）" if len(record.research) > 1 else ""
        lines.append(f"{lead}{day}在{veil(each.place, record.private)}调研。{text}")
    return "\n".join(lines)


def _discussion(record) -> str:
    paragraphs, agenda = [], [part.name for part in record.pack.agenda] or ["讨论"]
    for meeting in record.meetings:
        said = [each for each in record.statements if each.meeting_id == meeting.pk and not each.is_dissent]
        chosen = _chosen(said)
        for number, name in enumerate(agenda):
            last = number == len(agenda) - 1
            views = [each for each in chosen if each.agenda_part == number or (last and each.agenda_part > number)]
            text = "".join(_view(each, record, introduces=number == 0 and len(agenda) > 1) for each in views)
            if number == 0 and meeting.background:
                text = _whole(meeting.background, record) + text
            if text:
                lead = name if len(record.meetings) == 1 else f"第{numeral(meeting.number)}次会议{name}"
                paragraphs.append((lead, text))
        if meeting.summary:
            paragraphs.append(("会议小结", _whole(meeting.summary, record)))
    if len(paragraphs) == 1:
        return paragraphs[0][1]
    return "\n".join(f"（{numeral(index + 1)}）{lead}。{text}" for index, (lead, text) in enumerate(paragraphs))


def _chosen(said) -> list:
    """Key points where there are any; otherwise the fuller statements of each part, in the order in which they fell."""
    points = [each for each in said if each.is_key_point]
    if points:
        return points
    full = [each for each in said if len(each.text.strip()) >= SHORTEST_VIEW]
    kept = set()
    for part in {each.agenda_part for each in full}:
        of_part = [each for each in full if each.agenda_part == part]
        kept |= {each.pk for each in sorted(of_part, key=lambda each: -len(each.text))[:MOST_VIEWS]}
    return [each for each in full if each.pk in kept]


def _view(statement, record, *, introduces: bool) -> str:
    text = sentence(veil(statement.text, record.private))
    verb = "回应" if statement.is_reply else "介绍" if introduces else "提出"
    return f"{naming.voice(statement.participant, record.pack)}{verb}，{text}" if text else ""


def _whole(text, record) -> str:
    return "".join(sentence(veil(line, record.private)) for line in text.splitlines())


def _dissent(record) -> str:
    lines = []
    for each in record.statements:
        if each.is_dissent:
            view = sentence(veil(each.text, record.private))
            answer = sentence(veil(each.explanation, record.private))
            lines.append(
                f"{naming.voice(each.participant, record.pack)}提出{record.pack.words['dissent']}：{view}"
                + (f"解释情况：{answer}" if answer else "待解释。")
            )
    lines += [_not_agreed(matter, record) for matter in record.matters if not matter.consensus]
    return "\n".join(lines)


def _not_agreed(matter, record) -> str:
    counts = "，".join(
        f"{label.name}{matter.opinions[label.code]}人"
        for label in record.pack.opinions.labels
        if matter.opinions.get(label.code)
    )
    text = veil(matter.text, record.private).rstrip("。")
    tail = f"，{record.pack.opinions.name}：{counts}（{record.pack.opinions.note}）" if counts else ""
    return f"对“{text}”没有{record.pack.words['consensus']}{tail}。"


def _matters(record) -> str:
    if record.agreed:
        return f"经协商，与会各方{record.pack.words['consensus']}，议定以下{record.pack.words['matter']}："
    if is_without_consensus(record.consultation):
        body = record.consultation.room.approver.short_name
        notes = [sentence(veil(meeting.outcome_note, record.private)) for meeting in record.meetings[-1:]]
        differ = f"主要分歧：{notes[0]}" if notes and notes[0] else ""
        return f"与会各方没有{record.pack.words['consensus']}。{differ}以上意见如实报{body}参考。"
    return ""
