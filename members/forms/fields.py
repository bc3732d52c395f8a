"""Fields that pages use; each knows its control, its limits and its words."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.forms import widgets

from members.enums import AttachmentKind
from members.forms.widgets import DateInput, Find, Uploads
from members.models.keys import key_in, keys_in

FIRST_DAY = date(1990, 1, 1)
# The working calendar ends here too: a later deadline could not be counted.
LAST_DAY = date(2099, 12, 31)


class Noted:
    """`note` stands in grey behind the label: 不超过 40 字.

    `when` names the answers to which a field belongs, {"kind": ("unit", "person")}: a browser shows it with them alone.
    A tick that is not set is "". What is needed with which answer is still the form's to check.
    """

    def __init__(self, *args, note="", when=None, **kwargs):
        self.note, self.when = note, when or {}
        super().__init__(*args, **kwargs)


class Counted(Noted):
    """Text with a most length. No maxlength for the browser: it would cut pasted text without a word."""

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        if self.max_length:
            attrs["data-most"] = self.max_length
        return attrs


class LineField(Counted, forms.CharField):
    """One line of text; line ends pasted into it become spaces."""

    def to_python(self, value):
        value = super().to_python(value)
        return " ".join(value.splitlines()) if value else value


class TextField(Counted, forms.CharField):
    """Several lines; the control grows with the text."""

    def __init__(self, *, rows=3, **kwargs):
        super().__init__(widget=widgets.Textarea(attrs={"rows": rows, "data-grow": True}), **kwargs)

    def to_python(self, value):
        # Browsers send two characters for a line end, and people count one.
        value = super().to_python(value)
        return value.replace("\r\n", "\n").replace("\r", "\n") if value else value


class TagsField(Noted, forms.CharField):
    """A few short words with 、 between them: a list, each word once."""

    MOST, LONGEST = 12, 20

    def __init__(self, **kwargs):
        # As long as all words and what stands between them can be.
        super().__init__(max_length=self.MOST * (self.LONGEST + 1), **kwargs)

    def prepare_value(self, value):
        return "、".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value):
        if isinstance(value, list | tuple):
            return list(value)
        words = (word.strip() for word in re.split(r"[、,，;；\s]+", super().to_python(value)))
        return list(dict.fromkeys(word for word in words if word))

    def validate(self, value):
        super().validate(value)
        if len(value) > self.MOST:
            raise ValidationError(f"{self.label}最多 {self.MOST} 个。", code="too_many")
        for word in value:
            if len(word) > self.LONGEST:
                raise ValidationError(
                    f"“{word[: self.LONGEST]}…”超过 {self.LONGEST} 字，请写得短一些。", code="too_long"
                )

    def run_validators(self, value):
        """The length is that of what was typed; a list has none."""
        super().run_validators("、".join(value))


class NumberField(Noted, forms.DecimalField):
    """A number; `places` digits after the point (none unless named), `unit` is said in the note."""

    default_error_messages = {
        "invalid": "请填写数字。",
        "min_value": "不能小于 %(limit_value)s。",
        "max_value": "不能大于 %(limit_value)s。",
        "max_decimal_places": "小数点后最多 %(max)s 位。",
        "max_digits": "数字太长，请核对。",
        "max_whole_digits": "数字太大，请核对。",
    }

    def __init__(self, *, places=0, min_value=0, max_value=99_999_999, **kwargs):
        super().__init__(decimal_places=places, max_digits=12, min_value=min_value, max_value=max_value, **kwargs)
        self.places = places

    def clean(self, value):
        number = super().clean(value)
        return int(number) if number is not None and not self.places else number

    def widget_attrs(self, _widget):
        return {"inputmode": "decimal" if self.decimal_places else "numeric", "class": "num"}


class DateField(Noted, forms.DateField):
    """A day between 1990 and 2099; `latest` and `earliest` (dates, or functions giving one) narrow it with `why`."""

    widget = DateInput
    default_error_messages = {
        "invalid": "日期填写有误，请按 2026-09-22 的格式填写。",
        "range": "日期要在 1990 年到 2099 年之间。",
    }

    def __init__(self, *, earliest=None, latest=None, why="", **kwargs):
        super().__init__(**kwargs)
        self.earliest, self.latest, self.why = earliest, latest, why

    def to_python(self, value):
        return super().to_python(value.strip().replace("/", "-").replace(".", "-") if isinstance(value, str) else value)

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        if not FIRST_DAY <= value <= LAST_DAY:
            raise ValidationError(self.error_messages["range"], code="range")
        earliest, latest = (bound() if callable(bound) else bound for bound in (self.earliest, self.latest))
        if latest and value > latest:
            raise ValidationError(self.why or f"不能晚于 {_written(latest)}。", code="too_late")
        if earliest and value < earliest:
            raise ValidationError(self.why or f"不能早于 {_written(earliest)}。", code="too_early")


class SelectField(Noted, forms.ChoiceField):
    """One of many. Up to five choices: SegField."""


class SegField(Noted, forms.ChoiceField):
    """One of up to five, all in sight."""

    widget = widgets.RadioSelect


class SegManyField(Noted, forms.MultipleChoiceField):
    """Several of a few, all in sight."""

    widget = widgets.CheckboxSelectMultiple


class CheckField(Noted, forms.BooleanField):
    """One tick; the label stands behind it."""


class Found:
    """Type to find: accepts keys chosen from the list, and a typed name that fits exactly one row."""

    many = False

    def __init__(self, queryset, url_name, **kwargs):
        super().__init__(queryset, widget=Find(url_name, many=self.many), **kwargs)

    @property
    def queryset(self):
        return self._queryset

    @queryset.setter
    def queryset(self, queryset):
        self._queryset = None if queryset is None else queryset.all()
        self.widget.choices_of = self.shown

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.widget.choices_of = copied.shown
        return copied

    def shown(self, values):
        """Return the rows of the keys, and what was typed and is no key."""
        keys, typed = _apart([getattr(value, "pk", value) for value in values])
        return list(self.queryset.filter(pk__in=keys)), "、".join(typed)

    def rows_of(self, values) -> list:
        keys, typed = _apart(values)
        rows = list(self.queryset.filter(pk__in=keys))
        if len(rows) != len(set(keys)):
            raise ValidationError(f"{self.label}中有一个不在可选范围内，请重新选择。", code="invalid_choice")
        return rows + [self.row_named(name) for name in typed]

    def row_named(self, name: str):
        if "\x00" in name:
            raise ValidationError(self.error_messages["null_characters_not_allowed"])
        if not hasattr(self.queryset, "find"):
            raise ValidationError(f"请从列表中选择{self.label}。", code="not_chosen")
        found = list(self.queryset.find(name[:80])[:50])
        found = [row for row in found if str(row) == name] or found[:4]
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(f"没有找到“{name[:40]}”，请输入名称或拼音后从列表中选。", code="not_found")
        names = "、".join(str(row) for row in found[:3])
        raise ValidationError(f"“{name[:40]}”不止一个（{names}），请从列表中选。", code="not_one")


class FindField(Noted, Found, forms.ModelChoiceField):
    def clean(self, value):
        rows = self.rows_of(value or [])
        if not rows:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if len(rows) > 1:
            raise ValidationError(f"{self.label}只能选一个。", code="not_one")
        return rows[0]

    def prepare_value(self, value):
        return value if isinstance(value, list) else [value] if value else []


class FindManyField(Noted, Found, forms.ModelMultipleChoiceField):
    many = True

    def clean(self, value):
        rows = self.rows_of(value or [])
        if not rows and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return rows

    def prepare_value(self, value):
        return list(value) if value else []


class AttachmentsField(Noted, forms.Field):
    """Keys of files that went up before; `operations.attach` gives them to the record and refuses those of others."""

    default_error_messages = {"invalid": "有附件没有传完，请移除后重新上传。", "required": "请上传附件。"}

    def __init__(self, kind=AttachmentKind.DOCUMENT, *, many=True, **kwargs):
        super().__init__(widget=Uploads(kind, many=many), **kwargs)

    def to_python(self, value):
        keys = [str(key) for key in value or []]
        if None in (found := [key_in(key) for key in keys]):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return list(dict.fromkeys(found))


def _apart(values) -> tuple[list, list]:
    """Split what came in into keys and typed names."""
    values = [str(value).strip() for value in values if str(value).strip()]
    return keys_in(values), [value for value in values if key_in(value) is None]


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
