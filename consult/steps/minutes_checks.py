"""Step 4: what the minutes need before they are offered and signed off, each as one tick or one sentence."""

from dataclasses import dataclass

from django.urls import reverse

from consult import queries
from consult.enums import MeetingState, MinutesState
from consult.steps import draft, privacy
from consult.steps.draft_people import turnout
from consult.steps.paper import paper_of
from consult.workflow.gates import gates_on, is_without_consensus
from members.enums import AttachmentKind

# As many characters as the papers take; more is a mistake.
MOST_CHARACTERS = 30_000


@dataclass(frozen=True)
class Check:
    """One condition: what was found, or what is missing and where to mend it. A warning holds nothing up."""

    met: bool
    sentence: str
    where: str = ""
    warns: bool = False
    # Pages where it is put right, each with its words; else the part of the page that `where` names.
    links: tuple[tuple[str, str], ...] = ()


def checks(minutes, *, record=None, hits=None) -> list[Check]:
    """Everything that the dialog ticks off and the button waits for."""
    consultation = minutes.consultation
    record = record or draft.gather(consultation)
    hits = privacy.hits(paper_of(minutes, record=record), record.private) if hits is None else hits
    found = [
        _stage(minutes, record.pack),
        _meetings(record),
        _matters(record),
        _units(record),
        _texts(minutes),
        _dissents(record),
        _privacy(hits),
    ]
    if consultation.is_backfilled:
        found += [_date(minutes), _scan(minutes)]
    return found


def first_unmet(minutes) -> Check | None:
    return next((check for check in checks(minutes) if not check.met), None)


def _stage(minutes, pack):
    stage, _ = pack.sign_off
    corrects = minutes.state == MinutesState.CORRECTING
    met = corrects or minutes.consultation.stage == stage.code
    said = "协商已到{sign_off}这一步" if met else "现在不在“{stage}”这一步，不能{sign_off}纪要。"
    return Check(met, pack.say(said, stage=stage.name), "minutes")


def _meetings(record):
    consultation, word = record.consultation, record.pack.words["meeting"]
    open_ones = consultation.meeting_set.filter(state=MeetingState.RUNNING).exists()
    if open_ones:
        return Check(False, f"{word}记录还没有结束。", "meeting")
    if not record.meetings:
        return Check(False, f"还没有开过{word}。", "meeting")
    expected, came = turnout(record)
    if not came:
        return Check(False, f"{word}还没有登记到会情况。", "meeting")
    return Check(True, f"到会 {came}/{expected} 人", "meeting")


def _matters(record):
    word = record.pack.words["matter"]
    if record.agreed:
        return Check(True, f"{word} {len(record.agreed)} 件", "matters")
    if is_without_consensus(record.consultation):
        return Check(True, f"没有{record.pack.words['consensus']}，意见如实报送", "matters")
    return Check(False, f"还没有登记{record.pack.words['consensus']}的{word}。", "matters")


def _units(record):
    word, unit = record.pack.words["matter"], record.pack.words["suggested_unit"]
    without = [matter for matter in record.agreed if not matter.suggested_units.all()]
    missing = "、".join(str(matter.number) for matter in without)
    if missing and insists_on_units(record.consultation, record.pack):
        return Check(False, f"{word} {missing} 没有写{unit}。", "matters", links=_to_fill(without, word))
    if missing:
        decides = f"由{record.consultation.room.approver.short_name}{record.pack.words['decision']}"
        return Check(True, f"{word} {missing} 没有写{unit}，{decides}", "matters", warns=True)
    return Check(True, f"{word}都有{unit}和层级", "matters")


def _to_fill(matters, word: str) -> tuple:
    """The field of each; one matter needs no number."""
    if len(matters) == 1:
        return (("去填", _field_of(matters[0])),)
    return tuple((f"填{word} {matter.number}", _field_of(matter)) for matter in matters)


def _field_of(matter) -> str:
    return f"{reverse('consult:edit_matter', args=[matter.pk])}#id_suggested_units"


def insists_on_units(consultation, pack) -> bool:
    """Ask no more than the stage does: its pack may only warn, and the checkpoint may have been waived."""
    stage, _ = pack.sign_off
    counting = gates_on("matters_without_unit", consultation, pack, stage=stage.code)
    return any(gate.checkpoint.blocks and gate.waiver is None for gate in counting)


def _texts(minutes):
    length = len(minutes.title) + sum(len(part["text"]) for part in minutes.sections)
    if not minutes.title.strip():
        return Check(False, "纪要没有标题。", "title")
    if not any(part["text"] for part in minutes.sections if part["key"] == "opening"):
        return Check(False, "纪要的开头还没有写：什么时间、在哪里、谁主持。", "opening")
    if length > MOST_CHARACTERS:
        return Check(False, f"纪要共 {length} 字，超过 {MOST_CHARACTERS} 字，请精简。", "title")
    return Check(True, "标题和正文齐全", "title")


def _dissents(record):
    word = record.pack.words["dissent"]
    dissents = list(queries.dissents(record.consultation))
    open_ones = sum(each.explained_at is None for each in dissents)
    if not dissents and is_without_consensus(record.consultation):
        # Somebody was against it: the body is to learn what they said.
        said = record.pack.say("没有{consensus}，会议记录里却没有{dissent}，请核对是否漏记")
        return Check(True, said, "dissents", warns=True)
    if not dissents:
        return Check(True, f"没有{word}", "dissents")
    if open_ones:
        return Check(True, f"{word} {len(dissents)} 条，{open_ones} 条待解释，如实报送", "dissents", warns=True)
    return Check(True, f"{word} {len(dissents)} 条，都写了解释情况", "dissents")


def _privacy(hits):
    blocking = [hit for hit in hits if hit.blocks]
    if blocking:
        more = f"共 {len(blocking)} 处。" if len(blocking) > 1 else ""
        return Check(False, f"{blocking[0].sentence}{more}", blocking[0].key)
    if hits:
        return Check(True, f"印发稿没有群众姓名；{len(hits)} 处可能涉及个人情况，请核对", hits[0].key, warns=True)
    return Check(True, "印发稿没有群众姓名和个人情况", "privacy")


def _date(minutes):
    met = minutes.dated_on is not None
    said = "{backfill}：成文日期已填" if met else "{backfill}的纪要要填写原件的成文日期。"
    return Check(met, minutes.consultation.say(said), "dated_on")


def _scan(minutes):
    met = minutes.attachments.filter(kind=AttachmentKind.SCAN, removed_at__isnull=True).exists()
    said = "{backfill}：原件扫描已上传" if met else "{backfill}的纪要要上传原件扫描。"
    return Check(met, minutes.consultation.say(said), "attachments")
