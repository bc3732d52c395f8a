"""Forms of evaluation: a new round, who is asked, the sheet itself, and a sheet of paper that is entered."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from consult.enums.evaluation import RaterKind
from consult.forms.checkpoint import MADE, kept
from consult.models.rated import Rater
from consult.steps.evaluation_people import suggested
from members.forms import (
    AttachmentsField,
    CheckField,
    DateField,
    FindManyField,
    Form,
    NumberField,
    SegField,
    SegManyField,
    SelectField,
    TextField,
)
from members.models import User
from members.queries import people_near

USUAL_DAYS = 14
MOST_NAMES = 100
# A unit is asked where the record suggests it; a person is asked as one of these.
AS_PERSON = [each for each in RaterKind.choices if each[0] != RaterKind.UNIT]


class RatersForm(Form):
    """Whom a round asks: those whom the record suggests, further accounts, and people without one by name."""

    proposed = SegManyField(label="建议的评议人", required=False)
    people = FindManyField(User.objects.none(), "consult:find_raters", label="另外邀请（有账号的人）", required=False)
    names = TextField(
        label="另外邀请（没有账号的人）",
        max_length=4000,
        rows=3,
        required=False,
        help_text="一行一个。群众可以只写编号，如 1 号住户。以后发一次性链接，或者代录纸质评议表。",
    )
    kind = SelectField(
        label="评议身份",
        choices=AS_PERSON,
        initial=RaterKind.MASS,
        required=False,
        help_text="另外邀请的人以这个身份评议。",
    )
    nobody = "请选择或者填写要邀请的评议人。"

    def __init__(self, *args, target, side, user, taken=(), **kwargs):
        super().__init__(*args, user=user, **kwargs)
        found = [each for each in suggested(target, side) if (each.user, each.unit) not in taken]
        self.suggestions = {str(number): each for number, each in enumerate(found)}
        if self.suggestions:
            told = [(key, _told(each)) for key, each in self.suggestions.items()]
            self.fields["proposed"].choices = told
            self.fields["proposed"].initial = list(self.suggestions)
        else:
            del self.fields["proposed"]
        self.fields["people"].queryset = people_near(user)

    def clean_names(self):
        names = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if len(names) > MOST_NAMES:
            raise forms.ValidationError(f"一次最多写 {MOST_NAMES} 个人，面向群众的请用公开二维码。")
        if long := next((name for name in names if len(name) > 40), None):
            raise forms.ValidationError(f"“{long[:20]}…”太长，一行写一个人，不超过 40 字。")
        return names

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.asks_somebody():
            raise forms.ValidationError(self.nobody)
        return cleaned

    def asks_somebody(self) -> bool:
        return bool(self.raters())

    def raters(self) -> list[Rater]:
        data = self.cleaned_data
        kind = data.get("kind") or RaterKind.MASS
        chosen = [self.suggestions[key] for key in data.get("proposed", ())]
        accounts = [Rater(kind, user=user) for user in data["people"]]
        return [*chosen, *accounts, *(Rater(kind, name=name) for name in data["names"])]


class RoundForm(RatersForm):
    once = True
    nobody = "请选择评议人，或者开放公开二维码。"

    form = SegField(label="评议表")
    about = TextField(label="评议内容", max_length=300, rows=2, help_text="评议人在表头看到的话，不写个人姓名和情况。")
    opens_on = DateField(label="开始日期", earliest=timezone.localdate, why="开始日期不能早于今天。")
    closes_on = DateField(label="截止日期", earliest=timezone.localdate, why="截止日期不能早于今天。")
    is_public = CheckField(label="另开公开二维码，群众扫码评议，一台手机评一次", required=False)
    least_shown = NumberField(
        label="收回几份才公布汇总",
        min_value=1,
        max_value=1000,
        required=False,
        help_text="不填按做法的规定；只请提出人、联名人和单位的，收回 1 份就公布。",
    )

    field_order = [
        "form",
        "about",
        "opens_on",
        "closes_on",
        "proposed",
        "people",
        "names",
        "kind",
        "is_public",
        "least_shown",
    ]

    def __init__(self, *args, target, side, **kwargs):
        today = timezone.localdate()
        initial = {"opens_on": today, "closes_on": today + timedelta(days=USUAL_DAYS)}
        kwargs["initial"] = {**initial, "about": target.rated_words(side)[:300], **kwargs.get("initial", {})}
        super().__init__(*args, target=target, side=side, **kwargs)
        offered = target.rating_pack().forms_for(side)
        self.fields["form"].choices = [(form.code, form.name) for form in offered]
        self.initial.setdefault("form", offered[0].code if offered else "")

    def asks_somebody(self) -> bool:
        return self.cleaned_data["is_public"] or super().asks_somebody()

    def details(self) -> dict:
        data = self.cleaned_data
        own = {name: data[name] for name in ("form", "about", "opens_on", "closes_on", "least_shown", "is_public")}
        return {**own, "raters": self.raters()}


class RatingForm(Form):
    """The sheet as the round keeps it."""

    def __init__(self, *args, round, **kwargs):
        super().__init__(*args, **kwargs)
        self.round = round
        self.asked = [dict(field) for field in round.form.fields]
        for field in self.asked:
            made = MADE[field["type"]](field)
            made.user = made.widget.user = self.user
            self.fields[f"f_{field['key']}"] = made
        said = "、".join(round.form.reason_when)
        note = f"评“{said}”的必填" if said else ""
        self.fields["remark"] = TextField(label="意见和建议", max_length=1000, rows=3, required=False, note=note)

    def clean(self):
        """Said at the field where it is missing; the verb asks again."""
        cleaned = super().clean()
        if self.round.form.needs_reason(self._data()) and not cleaned.get("remark", "").strip():
            self.add_error("remark", f"评“{'、'.join(self.round.form.reason_when)}”的，请写明理由。")
        return cleaned

    def details(self) -> dict:
        return {"data": self._data(), "remark": self.cleaned_data["remark"]}

    def _data(self) -> dict:
        return {field["key"]: kept(self.cleaned_data.get(f"f_{field['key']}")) for field in self.asked}


class PaperForm(RatingForm):
    """What stands on a sheet of paper, with its scan."""

    on = DateField(label="评议日期", latest=timezone.localdate, why="评议日期不能晚于今天。")
    attachments = AttachmentsField(label="扫描件", help_text="纸质评议表的扫描件或者照片。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields([*(name for name in self.fields if name not in ("on", "attachments")), "on", "attachments"])
        self.fields["on"].help_text = "写纸上的日期。"

    def details(self) -> dict:
        own = {name: self.cleaned_data[name] for name in ("on", "attachments")}
        return {**super().details(), **own}


class ProlongForm(Form):
    closes_on = DateField(label="新的截止日期", earliest=timezone.localdate, why="截止日期不能早于今天。")
    reason = TextField(label="理由", max_length=300, rows=2)


class VoidForm(Form):
    reason = TextField(label="作废理由", max_length=300, rows=2)


def _told(rater: Rater) -> str:
    way = "" if rater.user or rater.unit else "（没有账号）"
    return f"{rater.kind.label}：{rater.told}{way}"
