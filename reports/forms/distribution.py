"""Sending a paper out, the lists by which it is sent, and a signature on paper that the sender enters."""

from django.utils import timezone

from members.forms import Form
from members.forms.fields import DateField, FindManyField, LineField, SegManyField
from members.models import Unit, User
from reports.enums import Recipients
from reports.models import DistributionList
from reports.queries.distribution import reachable_people, units_of


class ReceiptForm(Form):
    who = LineField(label="签收人", max_length=40)
    on = DateField(
        label="签收日期", initial=timezone.localdate, latest=timezone.localdate, why="签收日期不能晚于今天。"
    )


class RecipientsForm(Form):
    """Whole groups, single units and single persons of a region."""

    groups = SegManyField(label="整类", choices=Recipients.choices, required=False)
    units = FindManyField(Unit.objects.none(), "consult:find_units", label="单位、联络室", required=False)
    people = FindManyField(User.objects.none(), "members:find_users", label="人员", required=False)

    def __init__(self, *args, region, **kwargs):
        super().__init__(*args, **kwargs)
        self.region = region
        self.fields["units"].queryset = Unit.objects.active().filter(region__path__startswith=region.path)
        self.fields["people"].queryset = reachable_people(region)


class DistributionListForm(RecipientsForm):
    name = LineField(label="名称", max_length=40, help_text="例如：市领导及各乡镇")
    field_order = ("name",)


class EditDistributionListForm(DistributionListForm):
    versioned = True


class DistributeForm(RecipientsForm):
    """To whom: by lists that the office keeps, and others besides."""

    lists = SegManyField(label="分发名单", choices=(), required=False)
    field_order = ("lists",)

    def __init__(self, *args, sender: Unit, **kwargs):
        super().__init__(*args, region=sender.region, **kwargs)
        self.lists = {str(row.pk): row for row in DistributionList.objects.standing().filter(unit=sender).for_page()}
        self.fields["lists"].choices = [(key, row.name) for key, row in self.lists.items()]
        if not self.lists:
            del self.fields["lists"]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.get(name) for name in self.fields):
            self.add_error("groups", "请选择接收的单位。")
        return cleaned

    @property
    def chosen(self) -> dict:
        """The units and the persons, those of the lists among them; who is named twice counts once."""
        data = self.cleaned_data
        lists = [self.lists[key] for key in data.get("lists", ())]
        groups = [*data["groups"], *(code for row in lists for code in row.groups)]
        units = [*units_of(dict.fromkeys(groups), self.region), *(unit for row in lists for unit in row.units.all())]
        people = [*(person for row in lists for person in row.people.all()), *data["people"]]
        active = [unit for unit in (*units, *data["units"]) if unit.is_active]
        return {"units": list(dict.fromkeys(active)), "people": list(dict.fromkeys(people))}
