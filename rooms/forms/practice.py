"""The forms around a pack: copy, new row, publish, adopt, import."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from members.forms import DateField, Form, LineField, SegField
from members.models import Region
from rooms.models import ROOM_CODE
from rooms.practice import shipped
from rooms.practice.fields import CODE
from rooms.practice.reading import LARGEST

PAST = "启用日期不能早于今天，已经开始的协商仍按开始时的做法办理。"


class CodeField(LineField):
    def validate(self, value):
        super().validate(value)
        if value and not CODE.fullmatch(value):
            raise ValidationError("代码以小写字母开头，由小写字母、数字、下划线和连字符组成，最多 40 个。")
        if value in shipped():
            raise ValidationError(f"{value} 是随程序提供的做法的代码，请用另一个代码。")
        if ROOM_CODE.fullmatch(value or ""):
            raise ValidationError(f"{value} 是联络室自己的设置的代码，请用另一个代码。")


class CopyForm(Form):
    once = True

    name = LineField(label="名称", max_length=80)
    place = LineField(label="地方", max_length=80, help_text="写到省、市、县或者乡镇（街道）。")
    code = CodeField(label="代码", help_text="例如 liuhu。小写字母、数字、下划线和连字符，发布以后不能改。")
    region = forms.ModelChoiceField(Region.objects.none(), label="管理区域", empty_label=None)

    def __init__(self, *args, regions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions
        # Most offices look after one region.
        if regions.count() == 1:
            self.fields["region"].widget = forms.HiddenInput()
            self.initial["region"] = regions.get().pk


class RemoveForm(Form):
    seal = forms.CharField(widget=forms.HiddenInput)


class DiscardForm(Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)


class PublishForm(Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    new_version = LineField(label="版本号", max_length=20, help_text="例如 2026.1。发布以后，这一版不再改动。")


class StartForm(Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    starts_on = DateField(label="启用日期", earliest=timezone.localdate, why=PAST)


class AdoptForm(Form):
    """First which region and when, then the differences, then yes."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    region = forms.ModelChoiceField(
        Region.objects.none(), label="区域", empty_label="请选择", help_text="它下面没有另外指定的区域随它一起采用。"
    )
    starts_on = DateField(label="启用日期", earliest=timezone.localdate, why=PAST)

    def __init__(self, *args, regions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions


class ImportForm(Form):
    """A file, or the text of one: what was checked once comes back as text."""

    file = forms.FileField(
        label="做法文件",
        required=False,
        error_messages={"empty": "文件是空的，请重新选择。"},
        widget=forms.FileInput(attrs={"accept": ".toml"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Said by this form itself, with the other things that a file must be.
        self.fields["file"].note = "必填"

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("file")
        if file is None:
            if "file" not in self.errors:
                self.add_error("file", "请选择 .toml 文件。")
            return cleaned
        cleaned["text"] = self.read(file)
        return cleaned

    def read(self, file) -> str:
        if file.size > LARGEST:
            raise ValidationError({"file": f"文件太大，最多 {LARGEST // 1000} kB，现在是 {file.size // 1000} kB。"})
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValidationError({"file": "文件不是 UTF-8 编码的文字，请用 UTF-8 另存后再导入。"}) from error
        if "\x00" in text:
            raise ValidationError({"file": "文件里有空字符，不是文字文件。"})
        return text


class KeepForm(Form):
    once = True

    # A browser counts a line end as two; how long the file itself may be, its check says.
    text = forms.CharField(widget=forms.HiddenInput, max_length=LARGEST * 2, strip=False)
    what = SegField(
        label="怎样保留", choices=[("version", "作为一个版本"), ("draft", "作为草稿，在表单里修改")], required=False
    )

    def clean_text(self):
        # A browser sends two characters for a line end.
        return self.cleaned_data["text"].replace("\r\n", "\n")
