import math
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.http import url_has_allowed_host_and_scheme

# PostgreSQL keeps neither NUL nor half a character.
UNKEEPABLE = re.compile(r"[\x00\ud800-\udfff]")
MOST_FIELDS = 500


class DraftForm(forms.Form):
    """The body that the page's script sends. A draft is what was typed, so nothing in it needs to be right yet."""

    key = forms.CharField(max_length=120)
    label = forms.CharField(max_length=120, required=False)
    url = forms.CharField(max_length=200, required=False)
    fields_sent = forms.Field(required=False)
    discard = forms.BooleanField(required=False)

    def __init__(self, sent: dict):
        texts = {name: sent.get(name) for name in ("key", "label", "url")}
        texts = {name: kept(text) for name, text in texts.items() if isinstance(text, str)}
        super().__init__({**texts, "discard": sent.get("discard") is True, "fields_sent": sent.get("fields")})

    def clean_url(self):
        url = self.cleaned_data["url"]
        if url and not (url.startswith("/") and url_has_allowed_host_and_scheme(url, None)):
            raise ValidationError("address of another site")
        return url

    def clean_fields_sent(self):
        fields = self.cleaned_data["fields_sent"]
        fields = {} if fields is None else fields
        if not isinstance(fields, dict) or len(fields) > MOST_FIELDS:
            raise ValidationError("not the fields of a form")
        try:
            return kept(fields)
        except RecursionError as error:
            raise ValidationError("not the fields of a form") from error

    def clean(self):
        cleaned = super().clean()
        cleaned["fields"] = cleaned.pop("fields_sent", {})
        cleaned["label"] = cleaned.get("label") or "草稿"
        return cleaned


def kept(value):
    """The same value with the characters taken out that the database cannot keep."""
    if isinstance(value, str):
        return UNKEEPABLE.sub("", value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, list):
        return [kept(one) for one in value]
    if isinstance(value, dict):
        return {UNKEEPABLE.sub("", str(name)): kept(one) for name, one in value.items()}
    return value
