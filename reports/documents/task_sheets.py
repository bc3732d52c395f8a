"""任务单, 商请函, 邀请: papers that an office words in its own way."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.utils import timezone

from consult.workflow import pack_of
from proposals.enums import AwardKind
from reports.documents.case_sheets import day_of_list
from reports.documents.certificates import certificate_sheet
from reports.documents.papers import CircularPaper, Imprint, Listing, chinese_date, paragraphs_from
from reports.documents.replies import reply_letter
from reports.documents.sheets import CertificateSheet, Entry, InvitationSheet, TaskSheet
from reports.queries.wording import wording_of
from reports.rules import KINDS, Wording

# The number of a letter is written in by hand: the office's own register has it.
UNNUMBERED = "〔{year}〕　　号"
LONGEST_TITLE = 60


@dataclass(frozen=True)
class Task:
    """What the paper of one task says, whoever words it."""

    unit: str
    to: str
    on: date
    topic: str
    text: str
    words: dict
    entries: tuple[Entry, ...] = ()
    decision: str = ""
    title: str = ""
    people: tuple[str, ...] = field(default=())


def assignment(record, **_) -> TaskSheet:
    return task_sheet(_task(record), _wording("assignment", record))


def request(record, **_) -> CircularPaper:
    return request_letter(_task(record), _wording("request", record))


def invitation(meeting, **_) -> InvitationSheet:
    """One letter for each person of the list who did not come unexpected."""
    case = meeting.consultation
    at = timezone.localtime(meeting.started_at or meeting.planned_at)
    people = case.participant_set.standing().filter(came_unlisted=False)
    on = min(day_of_list(case), at.date())
    unit = case.room.unit
    words = _words(case, unit, on) | {"时间": f"{chinese_date(at.date())}{at:%H:%M}", "地点": meeting.place}
    task = Task(
        unit=unit.name,
        to="",
        on=on,
        topic=case.topic.title,
        text="",
        words=words,
        title=pack_of(case).document("invitation").name,
        people=tuple(people.order_by("seat").values_list("name", flat=True)),
    )
    return invitation_letters(task, wording_of("invitation", unit, on))


def task_sheet(task: Task, wording: Wording) -> TaskSheet:
    said = wording.said(task.words)
    return TaskSheet(
        title=task.title,
        unit=said.issuer or task.unit,
        date=task.on,
        topic=task.topic,
        to=task.to,
        lead=said.lead,
        entries=task.entries,
        task=task.text,
        decision=task.decision,
        closing=said.closing,
        contact=said.contact,
        copies=said.copies,
        footnote=said.footnote,
    )


def of_city(sheet: TaskSheet) -> TaskSheet:
    """交办单: the same sheet, where it is the city that asks."""
    return replace(sheet, title="交办单", topic_label="来源", side="交办单位")


def request_letter(task: Task, wording: Wording) -> CircularPaper:
    """商请函: the matter stands between the words of the office; 抄送 stands in the imprint, the rest in 附注."""
    said = wording.said(task.words)
    organ = said.issuer or task.unit
    body = "\n".join(filter(None, [said.lead, task.text, said.closing]))
    noted = "；".join(filter(None, [f"联系方式：{said.contact}" if said.contact else "", said.footnote.rstrip("。")]))
    return CircularPaper(
        mark=organ,
        number=UNNUMBERED.format(year=task.on.year),
        title=f"关于商请协助办理“{task.topic[:LONGEST_TITLE]}”有关事项的函",
        recipients=task.to,
        organ=organ,
        date=task.on,
        opening=paragraphs_from(body),
        note=f"（{noted}）" if noted else "",
        imprint=Imprint(organ=organ, date=task.on, recipients=(Listing("抄送", said.copies),) if said.copies else ()),
    )


def invitation_letters(task: Task, wording: Wording) -> InvitationSheet:
    said = wording.said(task.words)
    return InvitationSheet(
        title=task.title,
        unit=said.issuer or task.unit,
        date=task.on,
        topic=task.topic,
        people=task.people,
        lead=said.lead,
        closing=said.closing,
        contact=said.contact,
        copies=said.copies,
        footnote=said.footnote,
    )


def sample(kind: str, unit, wording: Wording):
    """The paper of an invented record, worded as somebody is typing it."""
    words = KINDS[kind].words | {"单位": unit.name}
    task = Task(
        unit=unit.name,
        to="市住房和城乡建设局",
        on=date(2026, 9, 22),
        topic=words.get("标题", ""),
        text="疏通小区3处低洼点主管，清掏化粪池6座，完成后恢复路面。",
        words=words,
        entries=(
            Entry("承办单位", "市住房和城乡建设局"),
            Entry("承办方式", "责任单位"),
            Entry("完成期限", "2026年12月31日"),
            Entry("事项", "第1项"),
            Entry("来源", "青石桥街道政协委员联络室"),
            Entry("编号", "2026-LH03-005"),
        ),
        decision="同意。",
        title=KINDS[kind].name,
        people=("（样张）被邀请人",),
    )
    return SAMPLES[kind](task, wording)


def _wording(kind: str, record) -> Wording:
    return wording_of(kind, record.issued_by_unit, timezone.localdate(record.issued_at))


def _task(record) -> Task:
    case, unit = record.consultation, record.issued_by_unit
    pack, on = pack_of(case), timezone.localdate(record.issued_at)
    due = chinese_date(record.due_on) if record.due_on else ""
    decision = record.matter.decisions.order_by("pk").last()
    return Task(
        unit=unit.name,
        to=record.unit.name,
        on=on,
        topic=case.topic.title,
        text=record.task,
        words=_words(case, unit, on) | {"承办单位": record.unit.name, "期限": due},
        entries=(
            Entry("承办单位", record.unit.name),
            Entry("承办方式", record.get_role_display()),
            Entry("完成期限", due or "按要求办理"),
            Entry("事项", f"第{record.matter.number}项"),
            Entry("来源", case.room.name),
            Entry("编号", case.label),
        ),
        decision=decision.opinion if decision else "",
        title=pack.document("request" if record.asked else "assignment").name,
    )


def _words(case, unit, on: date) -> dict:
    return {
        "年份": str(on.year),
        "单位": unit.name,
        "标题": case.topic.title,
        "编号": case.label,
        "日期": chinese_date(on),
        "联络室": case.room.name,
    }


def reply_sample(task: Task, wording: Wording) -> CircularPaper:
    said = wording.said(task.words)
    return reply_letter(
        {
            "mark": said.issuer or task.unit,
            "class": "A类",
            "number": f"〔{task.on.year}〕12号",
            "organ": said.issuer or task.unit,
            "date": task.on.isoformat(),
            "title": f"对政协提案{task.on.year}年第12号的答复",
            "recipients": "（样张）委员",
            "body": "\n".join(filter(None, [said.lead, task.text, said.closing])),
            "contact": said.contact,
            "note": said.footnote,
            "copies": said.copies,
        }
    )


def certificate_sample(task: Task, wording: Wording) -> CertificateSheet:
    to = f"（样张）{task.words['获奖者']}"
    return certificate_sheet(task.unit, task.on, to, wording.said(task.words), task.words)


SHEETS = {"assignment": assignment, "request": request, "invitation": invitation}
# How each kind that can be worded is drawn of a record that is invented.
SAMPLES = {
    **{f"award_{kind}": certificate_sample for kind in AwardKind},
    "assignment": task_sheet,
    "request": request_letter,
    "invitation": invitation_letters,
    "dispatch_sheet": lambda task, wording: of_city(task_sheet(task, wording)),
    "reply": reply_sample,
}
