"""Forms of what is written down for a checkpoint; each kind asks for its own, most of it as the pack says."""

from decimal import Decimal

from django.forms import CharField, HiddenInput
from django.utils import timezone

from consult.enums import EntryRole, Verdict
from consult.steps.entry_rules import FINDINGS, voters_of
from consult.steps.entry_words import items_told
from consult.steps.products import MOST_LABEL
from consult.workflow.entries import OWN_PRODUCTS
from members.forms import (
    AttachmentsField,
    DateField,
    Form,
    LineField,
    NumberField,
    SegField,
    SegManyField,
    SelectField,
    TextField,
)
from rooms.practice.codes import PLACES, PRODUCTS

MOST_IN_SIGHT = 5


class EntryForm(Form):
    """What every entry has: its day, and the paper that proves it."""

    once = True
    role = ""

    on = DateField(label="日期", latest=timezone.localdate, why="日期不能晚于今天。")
    attachments = AttachmentsField(label="照片和材料", required=False)
    # The stage for which the form was opened: another one may have a checkpoint of the same code.
    stage = CharField(required=False, widget=HiddenInput)

    def __init__(self, *args, record, **kwargs):
        kwargs.setdefault("initial", {}).setdefault("on", timezone.localdate())
        kwargs["initial"]["stage"] = record.stage
        super().__init__(*args, **kwargs)
        self.record = record
        self.ask(record)
        self.order_fields([*(name for name in self.fields if name not in ("on", "attachments")), "on", "attachments"])

    def ask(self, record) -> None:
        """Fill in what the checkpoint of the pack says."""

    def details(self) -> dict:
        """The arguments of `entries.record`."""
        data = self.cleaned_data
        own = {name: data[name] for name in ("stage", "on", "attachments", "text", "item", "said_by") if name in data}
        return {**own, "role": self.role, "data": self.data_of(data)}

    def data_of(self, data) -> dict:
        return {}


class PostingForm(EntryForm):
    role = EntryRole.POSTED

    text = TextField(label="公示内容和地点", max_length=2000, rows=3)

    def ask(self, record):
        where = PLACES.get(record.params.get("where", ""))
        if where:
            self.fields["text"].help_text = f"公示在{where}，写明具体位置。"
        self.fields["on"].label = "公示日期"
        self.fields["attachments"].help_text = "公示照片。"


class ObjectionForm(EntryForm):
    role = EntryRole.OBJECTION

    text = TextField(label="异议内容", max_length=2000, rows=3, help_text="不写提出人的姓名和个人情况。")

    def ask(self, record):
        self.fields["on"].label = "提出日期"


class BallotForm(EntryForm):
    role = EntryRole.BALLOT

    agree = NumberField(label="赞成票", max_value=9999)
    against = NumberField(label="反对票", max_value=9999)
    abstain = NumberField(label="弃权票", max_value=9999)
    eligible = NumberField(label="应到人数", max_value=9999)
    text = TextField(label="表决事项", max_length=2000, rows=2, required=False)

    def ask(self, record):
        counted = voters_of(record)
        if counted is not None:
            del self.fields["eligible"]
            self.fields["agree"].note = f"{record.pack.person_name(record.params['voters'])}应到 {counted} 人"
        self.fields["on"].label = "表决日期"
        self.fields["attachments"].help_text = "表决记录或签名的扫描件。"

    def data_of(self, data):
        return {name: data[name] for name in ("agree", "against", "abstain", "eligible") if data.get(name) is not None}


class SignatureForm(EntryForm):
    role = EntryRole.SIGNATURE

    said_by = LineField(label="签批人和职务", max_length=80)
    verdict = SegField(label="意见", choices=[(Verdict.APPROVE, "同意")])
    text = TextField(label="签批内容", max_length=2000, rows=3, required=False)

    def ask(self, record):
        if record.params.get("may_return"):
            self.fields["verdict"].choices = [(Verdict.APPROVE, "同意"), (Verdict.RETURN, "退回修改")]
        self.fields["verdict"].initial = Verdict.APPROVE
        self.fields["said_by"].help_text = f"由{record.pack.people_named(record.params['by'])}签批。"
        self.fields["on"].label = "签批日期"
        self.fields["attachments"].help_text = "签批件的扫描件。"

    def data_of(self, data):
        return {"verdict": data["verdict"]}


class AnswerForm(EntryForm):
    role = EntryRole.ANSWER

    item = SelectField(label="回应的事")
    said_by = LineField(label="回应人", max_length=80)
    text = TextField(label="回应内容", max_length=2000, rows=3)

    def ask(self, record):
        self.fields["on"].label = "回应日期"
        self.fields["said_by"].help_text = f"由{record.pack.people_named(record.params['who'])}回应。"
        if "each" not in record.params:
            del self.fields["item"]
            return
        done = {entry.item for entry in record.of(EntryRole.ANSWER)}
        left = [(key, text[:60]) for key, text in items_told(record).items() if key not in done]
        self.fields["item"].choices = [("", "请选择"), *left]


class LookBackForm(EntryForm):
    role = EntryRole.LOOK_BACK

    finding = SegField(label="情况", choices=list(FINDINGS.items()))
    text = TextField(label="看到的情况", max_length=2000, rows=4, help_text="到现场看了什么、问了谁，效果怎样。")

    def ask(self, record):
        self.fields["on"].label = "回头看日期"

    def data_of(self, data):
        return {"finding": data["finding"]}


class NoticeForm(EntryForm):
    role = EntryRole.NOTICE

    to = SegManyField(label="告知对象")
    text = TextField(label="告知内容和方式", max_length=2000, rows=3)

    def ask(self, record):
        self.fields["to"].choices = [(code, record.pack.person_name(code)) for code in record.params["to"]]
        self.fields["to"].initial = list(record.params["to"])
        self.fields["on"].label = "告知日期"

    def data_of(self, data):
        return {"to": data["to"]}


class ProductForm(EntryForm):
    role = EntryRole.PRODUCT

    text = LineField(label="成果名称", max_length=200)

    def ask(self, record):
        self.fields["text"].label = f"{record.pack.product_name(record.params['product'])}名称"
        self.fields["on"].label = "形成日期"


class NamedProductForm(Form):
    """A product for which no checkpoint of the stage asks: the way of a matter does, or the room has it anyway."""

    once = True

    kind = SelectField(label="成果种类")
    label = LineField(label="成果名称", max_length=MOST_LABEL)
    on = DateField(label="形成日期", latest=timezone.localdate, why="日期不能晚于今天。")
    attachments = AttachmentsField(label="原文和材料", required=False)

    def __init__(self, *args, owed, **kwargs):
        kwargs.setdefault("initial", {}).update(on=timezone.localdate(), kind=owed[0] if owed else "")
        super().__init__(*args, **kwargs)
        own = [(code, name) for code, name in PRODUCTS.items() if code not in OWN_PRODUCTS]
        self.fields["kind"].choices = [("", "请选择"), *own]
        if owed:
            self.fields["kind"].help_text = f"还要形成{'、'.join(PRODUCTS[code] for code in owed)}。"


class FieldsForm(EntryForm):
    """Fields that the pack defines: a record form, or the sheet of an evaluation."""

    def add(self, fields) -> None:
        self.asked = [dict(field) for field in fields]
        for field in self.asked:
            self.fields[f"f_{field['key']}"] = MADE[field["type"]](field)
        for field in self.fields.values():
            field.user = field.widget.user = self.user

    def data_of(self, data):
        return {field["key"]: kept(data.get(f"f_{field['key']}")) for field in self.asked}

    def details(self):
        """Files of the pack's own fields belong to the entry as all others do."""
        found = super().details()
        files = [self.cleaned_data[f"f_{field['key']}"] for field in self.asked if field["type"] == "file"]
        return {**found, "attachments": [key for keys in (found["attachments"], *files) for key in keys]}


class RecordForm(FieldsForm):
    role = EntryRole.FORM

    def ask(self, record):
        filled = record.last(EntryRole.FORM)
        self.add(record.params["fields"])
        for field in self.asked if filled else ():
            self.fields[f"f_{field['key']}"].initial = filled.data.get(field["key"])


class RatingForm(FieldsForm):
    role = EntryRole.RATING

    said_by = LineField(label="评议人", max_length=80, note="群众可以只写编号，如 1 号")
    text = TextField(label="补充说明", max_length=1000, rows=2, required=False)

    def ask(self, record):
        fields = record.pack.form(record.params["form"]).fields
        # A sheet that has room for words of its own needs no second one.
        extra = None if any(field["type"] == "longtext" for field in fields) else self.fields["text"]
        del self.fields["text"]
        self.add(fields)
        if extra:
            self.fields["text"] = extra
        who = record.pack.people_named(record.params["raters"])
        self.fields["said_by"].help_text = f"由{who}评议，一人一份。"


def kept(value):
    """As JSON keeps it."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _labelled(field, **more) -> dict:
    return {"label": field["label"], "required": bool(field.get("required")), "note": field.get("unit", ""), **more}


def _choice(field):
    choices = [(option, option) for option in field["options"]]
    if len(choices) <= MOST_IN_SIGHT:
        return SegField(choices=choices, **_labelled(field))
    return SelectField(choices=[("", "请选择"), *choices], **_labelled(field))


MADE = {
    "text": lambda field: LineField(max_length=200, **_labelled(field)),
    "longtext": lambda field: TextField(max_length=2000, rows=3, **_labelled(field)),
    "number": lambda field: NumberField(places=2, **_labelled(field)),
    "integer": lambda field: NumberField(**_labelled(field)),
    "date": lambda field: DateField(**_labelled(field)),
    "choice": _choice,
    "choices": lambda field: SegManyField(choices=[(one, one) for one in field["options"]], **_labelled(field)),
    "yesno": lambda field: SegField(choices=[("是", "是"), ("否", "否")], **_labelled(field)),
    "file": lambda field: AttachmentsField(**_labelled(field)),
}
# Kind of checkpoint → its forms, the main one first.
FORMS: dict[str, tuple[type[EntryForm], ...]] = {
    "publicity": (PostingForm, ObjectionForm),
    "vote": (BallotForm,),
    "form": (RecordForm,),
    "sign": (SignatureForm,),
    "respond": (AnswerForm,),
    "evaluate": (RatingForm,),
    "wait": (LookBackForm,),
    "notify": (NoticeForm,),
    "produce": (ProductForm,),
}


class ObjectionAnswerForm(Form):
    versioned = True

    text = TextField(label="怎样答复", max_length=2000, rows=3)
    on = DateField(label="答复日期", latest=timezone.localdate, why="日期不能晚于今天。")

    def stored(self, current, name):
        return {"text": current.answer, "on": current.answered_on}.get(name, super().stored(current, name))
