"""Forms of every page: the base class, the fields and what draws them. See docs/pages.md."""

from members.forms.base import Form
from members.forms.fields import (
    AttachmentsField,
    CheckField,
    DateField,
    FindField,
    FindManyField,
    LineField,
    NumberField,
    SegField,
    SegManyField,
    SelectField,
    TagsField,
    TextField,
)

__all__ = [
    "AttachmentsField",
    "CheckField",
    "DateField",
    "FindField",
    "FindManyField",
    "Form",
    "LineField",
    "NumberField",
    "SegField",
    "SegManyField",
    "SelectField",
    "TagsField",
    "TextField",
]
