"""Controls that HTML does not have: a day with its weekday, type-to-find, uploads before the form."""

from datetime import date

from django.forms import widgets
from django.urls import reverse_lazy

from members.enums import AttachmentKind
from members.models import Attachment
from members.models.keys import keys_in

WEEKDAYS = "一二三四五六日"


class DateInput(widgets.DateInput):
    template_name = "partials/widgets/date.html"
    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__({"min": "1990-01-01", "max": "2099-12-31", **(attrs or {})}, format="%Y-%m-%d")

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        try:
            day = date.fromisoformat(context["widget"]["value"] or "")
        except ValueError:
            return context
        context["weekday"] = f"周{WEEKDAYS[day.weekday()]}"
        return context


class Find(widgets.Widget):
    """Type to find, by name or pinyin. Without a script the typed name itself is sent and looked up."""

    template_name = "partials/widgets/find.html"
    # Filled by the field: how a key or a typed text becomes a row.
    choices_of = None
    hint = "输入名称或拼音"

    def __init__(self, url_name: str, *, many=False, attrs=None):
        super().__init__(attrs)
        self.url = reverse_lazy(url_name)
        self.many = many

    def value_from_datadict(self, data, _files, name):
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        values = values if isinstance(values, list | tuple) else [values]
        return [value for value in values if str(value).strip()]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        values = value if isinstance(value, list | tuple) else [value] if value else []
        chosen, typed = self.choices_of(values) if values else ([], "")
        context["widget"] |= {"chosen": chosen, "typed": typed, "url": self.url, "many": self.many, "hint": self.hint}
        return context

    def id_for_label(self, id_):
        return id_


class Uploads(widgets.Widget):
    """Files go up alone, at once; the form carries only their keys, so typed text is never lost."""

    template_name = "partials/widgets/uploads.html"
    use_fieldset = True
    # Filled by the form: whose files these are.
    user = None

    def __init__(self, kind=AttachmentKind.DOCUMENT, *, many=True, attrs=None):
        super().__init__(attrs)
        self.kind = kind
        self.many = many

    def value_from_datadict(self, data, _files, name):
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        return [value for value in values if str(value).strip()]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        keys = keys_in(value or [])
        files = Attachment.objects.standing().filter(pk__in=keys, uploaded_by=self.user) if keys and self.user else []
        context["widget"] |= {"files": files, "kind": self.kind, "many": self.many}
        return context
