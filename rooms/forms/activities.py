"""The quick form of an activity, first of all for a phone: which fields a kind has, and what the verb is given."""

from uuid import uuid4

from django import forms
from django.utils import timezone

from members.forms import (
    AttachmentsField,
    CheckField,
    DateField,
    Form,
    LineField,
    NumberField,
    SegField,
    SegManyField,
    SelectField,
    TextField,
)
from members.models import Contact
from rooms.enums import ActivityContext, ActivityKind, AttendingAs, ResponseKind, VoiceKind
from rooms.operations import Part
from rooms.queries import key_of, team_on

# Fields that only some kinds have; all others belong to every kind.
ONLY_FOR = {
    "visitor": (ActivityKind.RECEPTION, ActivityKind.MEDIATION, ActivityKind.VISIT, ActivityKind.SERVICE),
    "contact": (ActivityKind.VISIT,),
    "response": (ActivityKind.RECEPTION,),
    "hours": (ActivityKind.STUDY, ActivityKind.TRAINING, ActivityKind.SERVICE, ActivityKind.INSPECTION),
    "money": (ActivityKind.CHARITY, ActivityKind.DEED),
    "goods": (ActivityKind.CHARITY, ActivityKind.DEED),
}
# What a field is called, where the kinds call it differently: word → kinds; the last word is for all others.
WORDS = {
    "amount": {
        "接访人次": [ActivityKind.RECEPTION],
        "化解件次": [ActivityKind.MEDIATION],
        "走访人次": [ActivityKind.VISIT],
        "办实事件数": [ActivityKind.DEED],
        "学习场次": [ActivityKind.STUDY],
        "服务人次": [ActivityKind.SERVICE],
        "培训场次": [ActivityKind.TRAINING],
        "次数": [],
    },
    "visitor": {
        "来访人": [ActivityKind.RECEPTION],
        "当事人": [ActivityKind.MEDIATION],
        "服务对象": [ActivityKind.SERVICE],
        "走访对象": [],
    },
    "what": {"事项": [ActivityKind.RECEPTION], "矛盾纠纷": [ActivityKind.MEDIATION], "主要内容": []},
    "result": {"化解结果": [ActivityKind.MEDIATION], "结果": []},
    "people": {"接待人": [ActivityKind.RECEPTION], "参加人": []},
}
VOICE_ROWS, LEAST_GOODS_ROWS = range(6), 4
GOODS_FIELDS = ("name", "amount", "unit", "worth")


def _by_kind(words: dict) -> list[tuple[str, str]]:
    named = [kind for kinds in words.values() for kind in kinds]
    rest = [kind for kind in ActivityKind if kind not in named]
    return [(word, " ".join(kinds or rest)) for word, kinds in words.items()]


def voice_fields(mates) -> dict:
    """What every form of a 信息 or 建议 asks."""
    members = [(mate.key, mate.name) for mate in mates if mate.key.startswith("m")]
    return {
        "kind": SelectField(label="类别", choices=VoiceKind.choices, required=False),
        "text": TextField(label="内容", max_length=1000, rows=2, required=False),
        "said_by": LineField(label="反映人", max_length=60, required=False, note="只有本室看得到"),
        "member": SelectField(label="由哪位委员带来", choices=[("", "没有"), *members], required=False),
    }


class ActivityForm(Form):
    """One entry. The token is made with the page: the same entry sent twice is one row."""

    kind = SegField(label="活动类别", choices=ActivityKind.choices)
    context = SegField(label="场合", choices=ActivityContext.choices, note="按日期预选，可以修改；决定计入哪项统计")
    amount = NumberField(label="数量", min_value=1, max_value=9999)
    visitor = LineField(label="来访人、走访对象", max_length=120, required=False, note="只有本室看得到")
    contact = forms.ModelChoiceField(Contact.objects.none(), label="固定联系群众", empty_label="不是", required=False)
    what = TextField(label="主要内容", max_length=2000, rows=2)
    response = SegField(label="答复方式", choices=ResponseKind.choices, required=False, note="必填")
    result = TextField(label="结果", max_length=2000, rows=2, required=False)
    hours = NumberField(label="时长（小时）", places=1, max_value=999, required=False)
    money = NumberField(label="金额（元）", places=2, required=False)
    people = SegManyField(label="参加人", required=False, note="当天在本室队伍里的人")
    on = DateField(label="日期", latest=timezone.localdate, why="活动日期不能晚于今天。")
    photos = AttachmentsField("photo", label="照片", required=False)
    place = LineField(label="地点", max_length=120, required=False, help_text="不填就是在本联络室。")
    is_confidential = CheckField(
        label="不公开", required=False, help_text="内容只有本室和监督（审计）看得到，别人只看到类别、日期和数量。"
    )
    token = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args, room, activity=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.room, self.activity = room, activity
        written = activity.goods.count() + 1 if activity else 0
        self.numbers = range(max(LEAST_GOODS_ROWS, written))
        self.mates = {mate.key: mate for mate in self._mates()}
        self.fields["people"].choices = [(key, mate.name) for key, mate in self.mates.items()]
        members = [mate.person for mate in self.mates.values() if mate.key.startswith("m")]
        contacts = Contact.objects.visible_to(self.user).standing().filter(member__in=members)
        self.fields["contact"].queryset = contacts.order_by("pinyin", "pk")
        self._add_rows()

    def full_clean(self):
        """A message speaks of the field by the name that stands above it."""
        kind = self.data.get(self.add_prefix("kind"))
        for name, words in WORDS.items():
            field = self.fields[name]
            field.label = next((word for word, kinds in words.items() if kind in kinds), field.label)
        super().full_clean()

    def _mates(self) -> list:
        """Today's team, and those of the days typed and on record: whoever has left since took part then."""
        days = {timezone.localdate(), self._typed_day(), self.activity and self.activity.on} - {None}
        found = {mate.key: mate for day in sorted(days, reverse=True) for mate in team_on(self.room, day)}
        return list(found.values())

    def _typed_day(self):
        value = self.data.get(self.add_prefix("on")) if self.is_bound else self.initial.get("on")
        try:
            return forms.DateField().to_python(value)
        except forms.ValidationError:
            return None

    def _add_rows(self) -> None:
        for n in self.numbers:
            self.fields[f"goods_{n}_name"] = LineField(label="物品", max_length=60, required=False)
            self.fields[f"goods_{n}_amount"] = NumberField(label="数量", places=2, required=False)
            self.fields[f"goods_{n}_unit"] = LineField(label="单位", max_length=10, required=False)
            self.fields[f"goods_{n}_worth"] = NumberField(label="折合（元）", places=2, required=False)
        if self.activity is None:
            for n in VOICE_ROWS:
                for name, field in voice_fields(self.mates.values()).items():
                    self.fields[f"voice_{n}_{name}"] = field

    @property
    def goods_rows(self) -> list:
        return [[self[f"goods_{n}_{name}"] for name in GOODS_FIELDS] for n in self.numbers]

    @property
    def voice_rows(self) -> list:
        if self.activity is not None:
            return []
        return [{name: self[f"voice_{n}_{name}"] for name in ("kind", "text", "said_by", "member")} for n in VOICE_ROWS]

    @property
    def words(self) -> dict:
        """Field → (what it is called, for which kinds), for the labels that change with the kind."""
        return {name: _by_kind(words) for name, words in WORDS.items()}

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind:
            self._leave_to_its_kinds(cleaned, kind)
        if kind == ActivityKind.RECEPTION and not cleaned.get("response") and "response" not in self.errors:
            self.add_error("response", "请选择答复方式。")
        cleaned["goods"] = [self._goods(cleaned, n) for n in self.numbers if cleaned.get(f"goods_{n}_name")]
        for n in self.numbers:
            self._check_goods(cleaned, n)
        cleaned["voices"] = [] if self.activity else self._voices(cleaned)
        return cleaned

    def _leave_to_its_kinds(self, cleaned, kind) -> None:
        """What the chosen kind does not have was not in sight; of an older entry it stays as it is."""
        for name, kinds in ONLY_FOR.items():
            if kind in kinds or (self.activity and self.activity.kind == kind):
                continue
            names = [each for each in cleaned if each.startswith("goods_")] if name == "goods" else [name]
            for each in names:
                cleaned[each] = None if each in ("contact", "hours", "money") or name == "goods" else ""

    def _check_goods(self, cleaned, n) -> None:
        name, amount, unit = (cleaned.get(f"goods_{n}_{key}") for key in ("name", "amount", "unit"))
        if any((name, amount, unit)) and not all((name, amount, unit)):
            missing = next(key for key in ("name", "amount", "unit") if not cleaned.get(f"goods_{n}_{key}"))
            if f"goods_{n}_{missing}" not in self.errors:
                self.add_error(f"goods_{n}_{missing}", "物品要写明名称、数量和单位。")

    def _goods(self, cleaned, n) -> dict:
        return {name: cleaned.get(f"goods_{n}_{name}") for name in GOODS_FIELDS}

    def _voices(self, cleaned) -> list[dict]:
        found = []
        members = [key for key in cleaned.get("people") or [] if key.startswith("m")]
        for n in VOICE_ROWS:
            row = {name: cleaned.get(f"voice_{n}_{name}") or "" for name in ("kind", "text", "said_by", "member")}
            if not row["text"]:
                if row["said_by"]:
                    self.add_error(f"voice_{n}_text", "写了反映人，也要写明反映的内容。")
                continue
            # Where one member alone took part, it was that member who brought it.
            key = row["member"] or (members[0] if len(members) == 1 else "")
            row |= {"kind": row["kind"] or VoiceKind.INFORMATION, "member": self.mates[key].person if key else None}
            found.append(row)
        return found

    def values(self) -> dict:
        """What the verbs take."""
        data = self.cleaned_data
        names = ("kind", "context", "on", "amount", "what", "result", "visitor", "contact", "response", "hours")
        found = {name: data[name] for name in (*names, "money", "place", "is_confidential", "photos", "goods")}
        as_what = AttendingAs.HOST if data["kind"] == ActivityKind.RECEPTION else AttendingAs.TAKING_PART
        found["people"] = [Part(self.mates[key].person, as_what) for key in data["people"]]
        if self.activity:
            return found | {"version": data.get("version")}
        return found | {"voices": data["voices"], "token": data["token"]}


class EditActivityForm(ActivityForm):
    versioned = True

    def __init__(self, *args, activity, **kwargs):
        super().__init__(*args, activity=activity, room=activity.room, **kwargs)
        del self.fields["token"]

    def stored(self, current, name):
        if name == "people":
            return [mate.name for mate in self.mates.values() if mate.key in keys_of(current)]
        return super().stored(current, name)


def keys_of(activity) -> list[str]:
    """The people of an activity, as the form names them."""
    rows = activity.people.select_related("member", "representative", "user")
    return [key_of(row.person) for row in rows]


def initial_of(activity) -> dict:
    """A written activity as the form shows it."""
    names = ("kind", "context", "on", "amount", "what", "result", "visitor", "contact", "response", "hours", "money")
    found = {name: getattr(activity, name) for name in (*names, "place", "is_confidential", "version")}
    for n, row in enumerate(activity.goods.all()):
        found |= {f"goods_{n}_{name}": getattr(row, name) for name in GOODS_FIELDS}
    return found | {"people": keys_of(activity)}


class VoiceForm(Form):
    """One 信息 or 建议 of an activity that is on record."""

    versioned = True

    def __init__(self, *args, mates, **kwargs):
        super().__init__(*args, **kwargs)
        self.mates = {mate.key: mate for mate in mates}
        self.fields = {**voice_fields(mates), **self.fields}
        self.fields["kind"] = SegField(label="类别", choices=VoiceKind.choices)
        self.fields["text"].required = True

    def values(self) -> dict:
        data = self.cleaned_data
        mate = self.mates.get(data["member"])
        return {**{name: data[name] for name in ("kind", "text", "said_by")}, "member": mate.person if mate else None}


class FollowForm(Form):
    """后来怎样: what became of it."""

    versioned = True

    became = TextField(label="办理情况", max_length=300, rows=3, help_text="例如：街道城建办已更换井盖；已答复本人。")


class RemoveForm(Form):
    reason = TextField(label="移出的原因", max_length=200, rows=2)
