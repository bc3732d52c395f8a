"""Forms of past papers: what the old registers say."""

from django.utils import timezone

from members.forms import (
    AttachmentsField,
    CheckField,
    DateField,
    FindManyField,
    Form,
    LineField,
    NumberField,
    SegField,
    SelectField,
    TextField,
)
from proposals.enums import OutletLevel, PublicationKind, ReportKind
from rooms.models import Room

LATER = {"latest": timezone.localdate}


class PaperForm(Form):
    """What every paper of a series has."""

    versioned = True
    WHOLE = ("year", "number")
    # What the form has and the verb takes by another name, or not at all.
    APART = ("scans", "version")

    year = NumberField(label="年度", min_value=1949, max_value=9999)
    title = LineField(label="标题", max_length=120)
    issued_on = DateField(label="印发日期", why="印发日期不能晚于今天。", **LATER)
    source = LineField(label="资料来源", max_length=200, help_text="写明从哪里抄录，例如：2025年发文登记簿")
    scans = AttachmentsField("scan", label="原件扫描件", required=False)

    def details(self) -> dict:
        values = {name: value for name, value in self.cleaned_data.items() if name not in self.APART}
        for name in self.WHOLE:
            values[name] = int(values[name]) if values[name] is not None else None
        return values


class ReportForm(PaperForm):
    kind = SegField(label="类别", choices=ReportKind.choices)
    number = NumberField(label="期号", min_value=1, max_value=9999)
    recipients = LineField(label="报送对象", max_length=200, required=False)
    rooms = FindManyField(Room.objects.none(), "rooms:find_rooms", label="事项来自", required=False)
    field_order = ["kind", "year", "number", "title", "issued_on", "recipients", "rooms", "source", "scans"]

    def __init__(self, *args, rooms, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rooms"].queryset = rooms

    def stored(self, current, name):
        return list(current.rooms.all()) if name == "rooms" else super().stored(current, name)


BULLETIN, ARTICLE = {"kind": (PublicationKind.BULLETIN,)}, {"kind": (PublicationKind.ARTICLE,)}
LEVELS = [("", "没有级别"), *OutletLevel.choices]


class PublicationForm(PaperForm):
    kind = SegField(label="类别", choices=PublicationKind.choices)
    number = NumberField(label="期号", min_value=1, max_value=9999, required=False, note="简报必填", when=BULLETIN)
    outlet = LineField(label="媒体", max_length=60, required=False, note="稿件必填", when=ARTICLE)
    level = SelectField(label="媒体级别", choices=LEVELS, required=False, when=ARTICLE)
    field_order = ["kind", "year", "number", "title", "issued_on", "outlet", "level", "source", "scans"]

    def clean(self):
        data = super().clean()
        is_bulletin = data.get("kind") == PublicationKind.BULLETIN
        if is_bulletin and not data.get("number"):
            self.add_error("number", "简报要填期号。")
        if data.get("kind") == PublicationKind.ARTICLE and not data.get("outlet"):
            self.add_error("outlet", "稿件要填刊发的媒体。")
        # What the other kind has is dropped, so that changing one's mind leaves nothing behind.
        data.update({"outlet": "", "level": ""} if is_bulletin else {"number": None})
        return data


class InstructionForm(Form):
    versioned = True

    leader = LineField(label="领导姓名", max_length=40)
    post = LineField(label="职务", max_length=60)
    on = DateField(label="批示日期", why="批示日期不能晚于今天。", **LATER)
    is_viewed_only = CheckField(label="只圈阅，没有批示", required=False)
    text = TextField(label="批示内容", max_length=1000, rows=3, required=False)

    def clean(self):
        data = super().clean()
        if not data.get("is_viewed_only") and not data.get("text"):
            self.add_error("text", "请填写批示内容；只画圈的，勾选“只圈阅”，不计入批示。")
        return data


class HandlingForm(Form):
    versioned = True

    unit_name = LineField(label="承办单位", max_length=80)
    issued_on = DateField(label="交办日期", why="交办日期不能晚于今天。", **LATER)
    accepted_on = DateField(label="承办日期", why="承办日期不能晚于今天。", required=False, **LATER)
    done_on = DateField(label="办结日期", why="办结日期不能晚于今天。", required=False, **LATER)
    result = TextField(label="办理情况", max_length=1000, rows=3, required=False)

    def clean(self):
        data = super().clean()
        issued, accepted, done = (data.get(name) for name in ("issued_on", "accepted_on", "done_on"))
        if done and not accepted:
            self.add_error("accepted_on", "已经办结的，要填承办日期。")
        if issued and accepted and accepted < issued:
            self.add_error("accepted_on", "承办日期不能早于交办日期。")
        if accepted and done and done < accepted:
            self.add_error("done_on", "办结日期不能早于承办日期。")
        return data


class RemovePaperForm(Form):
    reason = TextField(label="移出原因", max_length=300, rows=2)
