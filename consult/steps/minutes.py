"""Step 4, 《协商纪要》: composed from the record, edited, offered to the convener. Signing off is in steps/signing.py.

Texts follow the record until somebody edits them; an edited part stays as written, and the page offers the new one.
"""

from django.db import transaction
from django.utils import timezone

from consult import queries
from consult.enums import MeetingState, MinutesState
from consult.models import Matter, Minutes
from consult.steps import draft
from consult.steps.minutes_checks import first_unmet
from consult.steps.telling import notify_rooms
from consult.workflow import MINUTES, Refused, advance, check_version, guards, lock, pack_of, recording
from consult.workflow.stages import require_running
from members import ledger
from members.operations import attach, notify

RELATED = ("topic__region", "room__unit__region", "room__approver", "practice", "approval")
EDITABLE = (MinutesState.DRAFT, MinutesState.CORRECTING)
# Numbers while matters change places; far above any real one.
ASIDE = 10_000


def why_not_compose(consultation) -> str:
    """Say why no draft can be written yet; empty where one can."""
    if consultation.meeting_set.filter(state=MeetingState.ENDED).exists():
        return ""
    return f"{pack_of(consultation).words['meeting']}记录结束以后，才能起草纪要。"


@transaction.atomic
def compose(consultation, *, by) -> Minutes:
    """Write the draft, or bring the parts that nobody has edited up to the record."""
    consultation = lock(consultation, related=RELATED)
    require_running(consultation)
    guards.require(recording.writing(consultation))
    if why := why_not_compose(consultation):
        raise Refused(why)
    minutes = _minutes_of(consultation, by=by)
    _require_editable(minutes)
    record = draft.gather(consultation)
    old = {part["key"]: part for part in minutes.sections}
    minutes.sections = [_merged(old.get(part["key"]), part) for part in draft.sections_of(record)]
    minutes.title = minutes.title or draft.title_of(consultation, record.pack)
    minutes.version += 1
    minutes.save(update_fields=["sections", "title", "version"])
    tell(minutes, "consult.compose_minutes", by=by, sentence="由记录生成纪要" if not old else "按记录更新纪要")
    return minutes


def _minutes_of(consultation, *, by) -> Minutes:
    found = Minutes.objects.filter(consultation=consultation).first()
    found = lock(found) if found else Minutes.objects.create(consultation=consultation, created_by=by, version=0)
    found.consultation = consultation
    return found


def _merged(old, new) -> dict:
    """An edited part keeps its text; `composed` stays at what the record gave when the text was taken from it."""
    if old is None or old["text"] == old["composed"]:
        return {**new, "composed": new["text"]}
    return old


def renewals(minutes, record) -> dict[str, str]:
    """Edited parts for which the record now gives another text than when they were composed: key → the new text."""
    given = {part["key"]: part["text"] for part in draft.sections_of(record)}
    return {
        part["key"]: given[part["key"]]
        for part in minutes.sections
        if given.get(part["key"], part["composed"]) not in (part["composed"], part["text"])
    }


@transaction.atomic
def renew(minutes, *, by, version: int, key: str) -> Minutes:
    """Take over what the record gives for one part (用新内容); the written text goes to the ledger's revisions."""
    minutes = locked(minutes)
    _require_editable(minutes)
    check_version(minutes, version)
    given = {part["key"]: part for part in draft.sections_of(draft.gather(minutes.consultation))}
    if key not in given:
        raise Refused("纪要里没有这一部分，请刷新页面查看最新情况。")
    old = next((part for part in minutes.sections if part["key"] == key), {"text": ""})
    minutes.sections = [
        {**given[key], "composed": given[key]["text"]} if part["key"] == key else part for part in minutes.sections
    ]
    minutes.version += 1
    minutes.save(update_fields=["sections", "version"])
    changes = {key: (given[key]["heading"] or "开头", old["text"], given[key]["text"])}
    tell(minutes, "consult.renew_minutes", by=by, sentence="纪要改用新内容", changes=changes)
    return minutes


@transaction.atomic
def edit(minutes, *, by, version: int, title: str, texts: dict, dated_on=None, attachments=()) -> Minutes:
    """Save the title and the texts of the parts (key → text). Raises Stale when somebody saved in between."""
    minutes = locked(minutes)
    _require_editable(minutes)
    check_version(minutes, version)
    if dated_on and not minutes.consultation.is_backfilled:
        raise Refused(minutes.consultation.say("只有{backfill}的纪要填写成文日期，其他纪要以{sign_off}日期为准。"))
    changes = {"title": ("标题", minutes.title, title)}
    for part in minutes.sections:
        text = texts.get(part["key"], part["text"]).strip()
        changes[part["key"]] = (part["heading"] or "开头", part["text"], text)
        part["text"] = text
    minutes.title, minutes.dated_on = title, dated_on or minutes.dated_on
    minutes.version += 1
    minutes.save(update_fields=["title", "sections", "dated_on", "version"])
    attach(minutes, attachments, by=by)
    if any(old != new for _, old, new in changes.values()) or attachments:
        tell(minutes, "consult.edit_minutes", by=by, sentence="修改纪要", changes=changes)
    return minutes


@transaction.atomic
def offer(minutes, *, by, version: int) -> Minutes:
    """Lay the minutes before the convener (提请审签), matters numbered 1 to n. Raises Refused with what is missing."""
    minutes = locked(minutes)
    require_running(minutes.consultation)
    check_version(minutes, version)
    if _number_matters(minutes.consultation):
        _follow_numbers(minutes)
    missing = first_unmet(minutes)
    if missing:
        raise Refused(missing.sentence)
    advance(minutes, MINUTES, MinutesState.OFFERED, by=by, offered_by=by, offered_at=timezone.now())
    tell(minutes, "consult.offer_minutes", by=by, sentence=minutes.consultation.say("提请{sign_off}纪要"))
    conveners = minutes.consultation.room.conveners.on(timezone.localdate()).select_related("user")
    pack = pack_of(minutes.consultation)
    notify(
        [each.user for each in conveners if pack.signs_off(each.rank)],
        minutes.consultation.say("待{sign_off}：《{title}》", title=minutes.title),
        url=f"/consultations/{minutes.consultation_id}/minutes/",
        case=minutes.consultation,
    )
    return minutes


@transaction.atomic
def send_back(minutes, *, by, reason: str) -> Minutes:
    """Give offered minutes back to be changed."""
    minutes = locked(minutes)
    require_running(minutes.consultation)
    if not reason.strip():
        raise Refused("退回纪要要写明理由。")
    advance(minutes, MINUTES, MinutesState.DRAFT, by=by, offered_by=None, offered_at=None)
    tell(minutes, "consult.return_minutes", by=by, sentence="退回纪要修改", note=reason)
    url = f"/consultations/{minutes.consultation_id}/minutes/"
    notify_rooms(minutes.consultation, f"纪要退回修改：{minutes.title}", url=url, by=by)
    return minutes


def _number_matters(consultation) -> bool:
    """Agreed matters are 1 to n in their order, what was not agreed comes behind. Numbers once signed never change."""
    if consultation.minutes.number is not None:
        return False
    rows = list(queries.standing_matters(consultation).order_by("-consensus", "number", "pk"))
    if [row.number for row in rows] == list(range(1, len(rows) + 1)):
        return False
    # Two passes: the database holds numbers apart at every moment.
    for start in (ASIDE, 0):
        for place, row in enumerate(rows, 1):
            row.number = start + place
            Matter.objects.filter(pk=row.pk).update(number=row.number)
    return True


def _follow_numbers(minutes) -> None:
    """Parts that name matters by number and that nobody has edited follow the new numbers."""
    given = {part["key"]: part for part in draft.sections_of(draft.gather(minutes.consultation))}
    minutes.sections = [
        _merged(part, given[part["key"]]) if part["key"] == "report" else part for part in minutes.sections
    ]
    minutes.version += 1
    minutes.save(update_fields=["sections", "version"])


def locked(minutes) -> Minutes:
    """The minutes as they are now, locked after their consultation: always in this order."""
    consultation = lock(minutes.consultation, related=RELATED)
    minutes = lock(minutes)
    minutes.consultation = consultation
    return minutes


def _require_editable(minutes) -> None:
    guards.require(recording.writing(minutes.consultation))
    if minutes.state == MinutesState.OFFERED:
        raise Refused(minutes.consultation.say("纪要已经提请{sign_off}，要改请先退回修改。"))
    if minutes.state == MinutesState.SIGNED:
        raise Refused(minutes.consultation.say("纪要已经{sign_off}，正文不能再改；要改请用“更正”。"))


def tell(minutes, verb, *, by, sentence, **details) -> None:
    consultation = minutes.consultation
    ledger.record(minutes, verb, by=by, sentence=sentence, case=consultation, unit=consultation.room.unit, **details)
