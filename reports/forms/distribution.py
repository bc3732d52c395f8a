"""Sending a paper out, and a signature on paper that the sender enters."""

from django.utils import timezone

from members.forms import Form
from members.forms.fields import DateField, FindManyField, LineField, SegManyField
from members.models import Unit
from reports.queries.distribution import GROUPS, units_of


class ReceiptForm(Form):
    who = LineField(label="签收人", max_length=40)
    on = DateField(
        label="签收日期", initial=timezone.localdate, latest=timezone.localdate, why="签收日期不能晚于今天。"
    )


class DistributeForm(Form):
    """To whom: whole groups, and single units besides."""

    groups = SegManyField(
        label="分发范围", choices=[(code, name) for code, (name, _) in GROUPS.items()], required=False
    )
    units = FindManyField(Unit.objects.none(), "consult:find_units", label="另外发给", required=False)

    def __init__(self, *args, region, **kwargs):
        super().__init__(*args, **kwargs)
        self.region = region
        self.fields["units"].queryset = Unit.objects.active().filter(region__path__startswith=region.path)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("groups") and not cleaned.get("units") and not self.errors:
            self.add_error("groups", "请选择接收的单位。")
        return cleaned

    @property
    def chosen(self) -> list[Unit]:
        return [*units_of(self.cleaned_data["groups"], self.region), *self.cleaned_data["units"]]
