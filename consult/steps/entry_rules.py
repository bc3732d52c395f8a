"""What each kind of checkpoint asks for when something is written down for it, and how it is kept."""

from consult import queries, rules
from consult.enums import EntryRole, Verdict
from consult.models.checkpoint import BY_ITSELF
from consult.workflow import Refused
from consult.workflow.entries import next_look

# Kind of checkpoint → what may be written down for it, the main one first.
ROLES = {
    "publicity": (EntryRole.POSTED, EntryRole.OBJECTION),
    "vote": (EntryRole.BALLOT,),
    "form": (EntryRole.FORM,),
    "sign": (EntryRole.SIGNATURE,),
    "respond": (EntryRole.ANSWER,),
    "evaluate": (EntryRole.RATING,),
    "wait": (EntryRole.LOOK_BACK,),
    "notify": (EntryRole.NOTICE,),
    "produce": (EntryRole.PRODUCT,),
}
FINDINGS = {"held": "效果保持", "slipped": "有反复", "unsolved": "没有解决"}


def checked(record, role: str, *, on, by, text="", item="", data=None, said_by="") -> dict:
    """The fields of an entry as they are kept. Raises Refused with what is wrong, in words for the page."""
    if role not in ROLES.get(record.checkpoint.kind, ()):
        raise Refused(f"“{record.checkpoint.name}”不能登记这一项，请刷新页面。")
    values = {"text": text, "item": item, "data": dict(data or {}), "said_by": said_by or by.name}
    CHECKS[role](record, values, on)
    taken = item and any(entry.item == item for entry in record.of(role))
    if taken:
        raise Refused(f"“{record.checkpoint.name}”里这一项已经登记过，请刷新页面查看；登记错了的，先划去再登记。")
    return values


def _needs_text(values, what: str) -> None:
    if not values["text"].strip():
        raise Refused(f"请写明{what}。")


def _posted(record, values, on) -> None:
    _needs_text(values, "公示的内容和地点")


def _objection(record, values, on) -> None:
    posted = record.last(EntryRole.POSTED)
    if posted is None:
        raise Refused("还没有登记公示，不能登记异议。")
    if on < posted.on:
        raise Refused(f"异议日期不能早于公示日期 {posted.on:%-m月%-d日}。")
    _needs_text(values, "异议的内容")


def _ballot(record, values, on) -> None:
    data = values["data"]
    counted = voters_of(record)
    eligible = counted or data.get("eligible") or 0
    present = data["agree"] + data["against"] + data["abstain"]
    if not present:
        raise Refused("请填写表决的票数。")
    if not eligible:
        raise Refused("请填写应到人数。")
    if present > eligible:
        raise Refused(f"三项票数合计 {present} 票，超过应到的 {eligible} 人。")
    data |= {"present": present, "eligible": eligible}


def voters_of(record) -> int | None:
    """How many may vote, where the list names such people; none where they have to be counted by hand."""
    people = record.consultation.participant_set.standing()
    voters = record.params["voters"]
    if voters != "participants":
        people = people.filter(category={"stakeholders": "stakeholder"}.get(voters, voters))
    return people.count() or None


def _form(record, values, on) -> None:
    known = {field["key"] for field in record.params["fields"]}
    values["data"] = {key: value for key, value in values["data"].items() if key in known}


def _signature(record, values, on) -> None:
    verdict = values["data"].get("verdict")
    may = [Verdict.APPROVE] + ([Verdict.RETURN] if record.params.get("may_return") else [])
    if verdict not in may:
        raise Refused("请选择签批的意见。")
    if verdict == Verdict.RETURN:
        _needs_text(values, "退回的理由")


def _answer(record, values, on) -> None:
    _needs_text(values, "回应的内容")
    if "each" in record.params and values["item"] not in {str(each.pk) for each in record.items}:
        raise Refused("请选择回应的是哪一项。")


def _rating(record, values, on) -> None:
    form = record.pack.form(record.params["form"])
    data = {key: value for key, value in values["data"].items() if key in {field["key"] for field in form.fields}}
    empty = [field["label"] for field in form.fields if field.get("required") and data.get(field["key"]) in (None, "")]
    if empty:
        raise Refused(f"请填写：{'、'.join(empty)}。")
    if all(value in (None, "", []) for value in data.values()):
        raise Refused("评议表还没有填写。")
    values["data"] = data | {"satisfied": form.is_satisfied(data)}


def _look_back(record, values, on) -> None:
    due = next_look(record)
    if due is None:
        raise Refused(f"“{record.checkpoint.name}”已经登记完，不用再登记。")
    if on < due.date:
        raise Refused(f"“{record.checkpoint.name}”要到 {due.date:%Y年%-m月%-d日} 才能进行。{due.explanation}")
    if values["data"].get("finding") not in FINDINGS:
        raise Refused("请选择回头看的情况。")
    _needs_text(values, "看到的情况")


def _notice(record, values, on) -> None:
    told = [code for code in values["data"].get("to", ()) if code in record.params["to"]]
    if not told:
        raise Refused(f"请选择告知了谁：{record.pack.people_named(record.params['to'])}。")
    values["data"]["to"] = told
    _needs_text(values, "告知的内容和方式")


def _product(record, values, on) -> None:
    _needs_text(values, "成果的名称")
    values["data"] = {"product": record.params["product"], "url": values["data"].get("url", "")}


CHECKS = {
    EntryRole.POSTED: _posted,
    EntryRole.OBJECTION: _objection,
    EntryRole.BALLOT: _ballot,
    EntryRole.FORM: _form,
    EntryRole.SIGNATURE: _signature,
    EntryRole.ANSWER: _answer,
    EntryRole.RATING: _rating,
    EntryRole.LOOK_BACK: _look_back,
    EntryRole.NOTICE: _notice,
    EntryRole.PRODUCT: _product,
}


def striking(entry, user) -> str:
    """Why the person cannot strike an entry out: the room strikes what its staff wrote down, everybody else his own."""
    if entry.made_by_id == user.pk:
        return ""
    if not rules.works_in_room(user, entry.consultation):
        return f"这是{entry.made_by.name}登记的，由本人划去。"
    # A rating from somebody's own account, or what a body said for itself.
    by_itself = entry.role in BY_ITSELF and not rules.works_in_room(entry.made_by, entry.consultation)
    if by_itself or (entry.role == EntryRole.RATING and entry.item):
        return f"这是{entry.made_by.name}本人作出的，由本人划去。"
    return ""


def has_product(consultation, product: str) -> bool:
    """Such a product is on record for the case, for whichever checkpoint it was written down."""
    rows = consultation.checkpointentry_set.standing().filter(role=EntryRole.PRODUCT, data__product=product)
    return rows.exists() or (product == "minutes" and queries.signed_edition(consultation) is not None)
