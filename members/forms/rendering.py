"""How every form is drawn, those of the sign-in library included."""

from django.forms import BoundField, widgets
from django.forms.renderers import TemplatesSetting

PLAIN = (widgets.CheckboxInput, widgets.RadioSelect, widgets.CheckboxSelectMultiple)


class PageField(BoundField):
    """A field that knows its class, whether it is in error, and whether it takes the focus."""

    def build_widget_attrs(self, attrs, widget=None):
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden:
            return attrs
        # A placeholder is no label: it goes when one types. Only whoever draws the field may ask for one.
        attrs.setdefault("placeholder", False)
        classes = [widget.attrs.get("class", ""), "" if isinstance(widget, PLAIN) else self.control_class(widget)]
        if self.errors:
            classes.append("is-invalid")
            if self.is_first_in_error:
                attrs["autofocus"] = True
        attrs["class"] = " ".join(filter(None, classes)) or False
        return attrs

    @staticmethod
    def control_class(widget) -> str:
        return "form-select" if isinstance(widget, widgets.Select) else "form-control"

    @property
    def is_first_in_error(self) -> bool:
        return next((name for name in self.form.fields if name in self.form.errors), None) == self.name

    @property
    def is_check(self) -> bool:
        return isinstance(self.field.widget, widgets.CheckboxInput)

    @property
    def when(self) -> str:
        """On which answer it hangs, for the script: kind=unit|person."""
        return "".join(f"{name}={'|'.join(values)}" for name, values in getattr(self.field, "when", {}).items())

    @property
    def note(self) -> str:
        """What stands in grey behind the label: 可不填, or when it must be filled, and how long it may be."""
        own = getattr(self.field, "note", "")
        is_optional = not (self.field.required or self.is_check or own.endswith("必填"))
        notes = ["可不填"] if is_optional else []
        if own:
            notes.append(own)
        return "；".join(notes)


class PageRenderer(TemplatesSetting):
    bound_field_class = PageField
