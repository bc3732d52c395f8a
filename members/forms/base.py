"""The form of every page: messages in our words, refusals and stale saves told in place."""

from dataclasses import dataclass
from uuid import uuid4

from django import forms
from django.db import transaction

from members.forms.widgets import Uploads
from members.operations import send_once
from members.workflow import Refused, Stale

# The row has no field of this name, so there is nothing to compare.
MISSING = object()


@dataclass(frozen=True)
class Difference:
    """One field that somebody else changed in between: both texts."""

    name: str
    label: str
    mine: str
    theirs: str


class Form(forms.Form):
    """Base of every form. `user` is who fills it in; `versioned` forms carry the version that the person saw.

    A form that makes something new is sent `once`: a double press makes one record.
    """

    use_required_attribute = False
    versioned = False
    once = False

    def __init__(self, *args, user=None, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.user = user
        self.differences = []
        self.other_person = ""
        self.result = None
        if self.versioned:
            self.fields["version"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
        if self.once:
            self.fields["form_key"] = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
        for field in self.fields.values():
            field.user = field.widget.user = user

    def full_clean(self):
        # Only now are labels final: forms fill them in from the practice of the place.
        for field in self.fields.values():
            speak(field)
        super().full_clean()
        # No text of the form: views hand the cleaned data on as they are.
        self.sent_key = getattr(self, "cleaned_data", {}).pop("form_key", None)

    def carry_out(self, verb, *args, **kwargs) -> bool:
        """Call a verb of the domain; a refusal becomes the form's error, a stale save shows both texts.

        What the verb returned stands in `result`.
        """
        try:
            with transaction.atomic():
                if self.sent_key:
                    send_once(self.user, self.sent_key)
                self.result = verb(*args, **kwargs)
        except Stale as stale:
            self.tell_stale(stale)
            return False
        except Refused as refused:
            self.add_error(None, str(refused))
            return False
        return True

    def tell_stale(self, stale: Stale, *, other_person: str = "") -> None:
        """Keep what was typed, show what the other saved, and let the next save count."""
        self.add_error(None, str(stale))
        self.other_person = other_person
        for name, field in self.fields.items():
            stored = self.stored(stale.current, name)
            if stored is MISSING or field.widget.is_hidden or isinstance(field.widget, Uploads):
                continue
            mine, theirs = self.told(name, self.cleaned_data.get(name)), self.told(name, stored)
            if mine != theirs:
                self.differences.append(Difference(name, field.label or name, mine, theirs))
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = stale.current.version

    def stored(self, current, name: str):
        """Return the saved value of a field; forms whose fields are named otherwise than the row's override this."""
        value = getattr(current, name, MISSING)
        return list(value.all()) if hasattr(value, "all") else value

    def told(self, name: str, value) -> str:
        """Write a value as a person reads it."""
        if isinstance(value, list | tuple):
            return "、".join(self.told(name, one) for one in value)
        choices = getattr(self.fields[name], "choices", None) if isinstance(value, str) else None
        words = dict(choices or ())
        if value in words:
            return str(words[value])
        if value is True or value is False:
            return "是" if value else "否"
        return str(value if value is not None else "").replace("\r\n", "\n").strip()


def speak(field) -> None:
    """Give a field messages that say what is wrong and what to write instead."""
    label = field.label or "这一项"
    chooses = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
    ours = {
        "required": f"请{'选择' if chooses else '填写'}{label}。",
        "null_characters_not_allowed": "文字里有不能保存的控制字符，请删去后再保存。",
    }
    if getattr(field, "max_length", None):
        ours["max_length"] = f"{label}不能超过 %(limit_value)d 字，现在是 %(show_value)d 字。"
    if chooses:
        ours["invalid_choice"] = f"{label}中没有这个选项，请重新选择。"
    for code, message in ours.items():
        if _is_django_s(field, code):
            field.error_messages[code] = message


def _is_django_s(field, code: str) -> bool:
    """Say whether the message is still the framework's own: ours and those of the form's author stay."""
    for cls in type(field).__mro__:
        if code in vars(cls).get("default_error_messages", {}):
            own = cls.default_error_messages[code]
            return cls.__module__.startswith("django.") and field.error_messages.get(code) == own
    return code not in field.error_messages
