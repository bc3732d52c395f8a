"""One line on what was written down for a checkpoint: what its numbers and choices say, on the page and on paper."""

from datetime import date

from django.utils import timezone

from consult.enums import EntryRole, Verdict
from consult.steps import naming
from consult.steps.entry_rules import FINDINGS


def told(entry, record) -> str:
    """One line on an entry: what its numbers and choices say."""
    return TOLD[entry.role](entry, record) if entry.role in TOLD else ""


def _ballot(entry, record):
    data = entry.data
    votes = f"赞成 {data['agree']} 票，反对 {data['against']} 票，弃权 {data['abstain']} 票"
    return f"{votes}；参加表决 {data['present']} 人，应到 {data['eligible']} 人"


def values_of(entry, fields) -> list[tuple[dict, str]]:
    """The fields of a form that were filled in, each with its value in words."""
    found = []
    for field in fields:
        value = entry.data.get(field["key"])
        if value in (None, "", []) or field["type"] == "file":
            continue
        shown = "、".join(map(str, value)) if isinstance(value, list) else f"{value}"
        if field["type"] == "date":
            shown = f"{date.fromisoformat(value):%Y年%-m月%-d日}"
        unit = field.get("unit", "")
        found.append((field, f"{shown} {unit}" if unit else shown))
    return found


def _fields(entry, fields):
    return "；".join(f"{field['label']}：{value.rstrip('。')}" for field, value in values_of(entry, fields))


def items_told(record) -> dict[str, str]:
    """What is answered one by one, by its key. Of a dissent no more than the minutes tell: names stay in the room."""
    if record.told_items is None:
        texts = {str(each.pk): each.text for each in record.items}
        record.told_items = _veiled(texts, record) if record.params.get("each") == "dissent" else texts
    return record.told_items


def _veiled(texts: dict[str, str], record) -> dict[str, str]:
    case = record.consultation
    conveners = case.room.conveners.on(timezone.localdate()).select_related("user")
    people = list(case.participant_set.select_related("unit"))
    private = naming.private_people(people, record.pack, officials=[convener.user.name for convener in conveners])
    return {key: naming.sentence(naming.veil(text, private)) for key, text in texts.items()}


def _answer(entry, record):
    about = items_told(record).get(entry.item, "") if entry.item else ""
    return f"{entry.said_by}回应" + (f"“{about[:40]}”" if about else "")


TOLD = {
    EntryRole.BALLOT: _ballot,
    EntryRole.FORM: lambda entry, record: _fields(entry, record.params["fields"]),
    EntryRole.RATING: lambda entry, record: (
        f"{entry.said_by}：{_fields(entry, record.pack.form(record.params['form']).fields)}"
    ),
    EntryRole.SIGNATURE: lambda entry, record: (
        f"{entry.said_by}：{'退回修改' if entry.data['verdict'] == Verdict.RETURN else '同意'}"
    ),
    EntryRole.ANSWER: _answer,
    EntryRole.LOOK_BACK: lambda entry, record: FINDINGS[entry.data["finding"]],
    EntryRole.NOTICE: lambda entry, record: f"已告知{record.pack.people_named(entry.data['to'])}",
}
