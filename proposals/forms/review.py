"""Forms of the review: what one body says, of one proposal or of many."""

from django.utils import timezone

from members.forms import (
    AttachmentsField,
    CheckField,
    DateField,
    FindField,
    FindManyField,
    Form,
    LineField,
    SegField,
    SelectField,
    TextField,
)
from members.models import Unit
from proposals.enums import ReviewOutcome
from proposals.models import Proposal
from proposals.operations.review_results import TAKES_IN


def units_of(office):
    """The units of the office's city that can be asked to handle something."""
    return Unit.objects.handling().filter(region__path__startswith=office.region.path)


class ReviewForm(Form):
    """`seen` is the step at which the review stands, `rule` how the kind is reviewed."""

    once = True

    body = SelectField(label="提出意见的机关", choices=())
    outcome = SegField(label="审查意见", choices=())
    opinion = TextField(
        label="意见和理由",
        max_length=500,
        rows=3,
        required=False,
        help_text="不予通过或者转办的必须写明理由，提出人看得到。",
    )
    is_disputed = CheckField(label="有分歧，提请会审", required=False)
    lead = FindField(Unit.objects.none(), "consult:find_units", label="建议主办单位", required=False)
    helpers = FindManyField(Unit.objects.none(), "consult:find_units", label="建议协办单位", required=False)
    into = FindField(
        Proposal.objects.none(),
        "proposals:find_proposals",
        label="并入哪一件",
        required=False,
        note="并案的必填",
        when={"outcome": (ReviewOutcome.MERGE,)},
    )
    on = DateField(label="审查日期", latest=timezone.localdate, why="审查日期不能晚于今天。")
    paper = LineField(label="会议或文件", max_length=120, required=False, help_text="例如：第 18 次主席会议")
    attachments = AttachmentsField("scan", label="审查意见扫描件", required=False)

    def __init__(self, *args, seen, rule, bodies, row, **kwargs):
        kwargs["initial"] = {
            "body": bodies[0] if bodies else "",
            "on": timezone.localdate(),
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        self.step = seen.step
        names = rule.outcome_names()
        self.fields["body"].choices = [(name, name) for name in bodies]
        self.fields["outcome"].choices = list(names.items())
        self.fields["lead"].queryset = self.fields["helpers"].queryset = units_of(row.office)
        self.fields["into"].queryset = Proposal.objects.filter(office=row.office, kind=row.kind, state__in=TAKES_IN)
        if not rule.handled:
            del self.fields["lead"], self.fields["helpers"]
        if ReviewOutcome.MERGE not in names:
            del self.fields["into"]
        if seen.step.decides or not any(step.only_if_disputed for step in rule.reviews):
            del self.fields["is_disputed"]

    def clean(self):
        cleaned = super().clean()
        outcome = cleaned.get("outcome")
        if outcome in (ReviewOutcome.DECLINE, ReviewOutcome.CONVERT) and not cleaned.get("opinion"):
            self.add_error("opinion", "请写明理由，提出人看得到。")
        if outcome == ReviewOutcome.MERGE and not cleaned.get("into"):
            self.add_error("into", "请选择并入哪一件。")
        return cleaned


class ReviewTogetherForm(ReviewForm):
    """The same word on many: no merger, and no scan of one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("into", None)
        del self.fields["attachments"]
        names = [each for each in self.fields["outcome"].choices if each[0] != ReviewOutcome.MERGE]
        self.fields["outcome"].choices = names


class CorrectReviewForm(ReviewForm):
    reason = LineField(label="更正原因", max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["body"]


class MergeForm(Form):
    into = FindField(Proposal.objects.none(), "proposals:find_proposals", label="并入哪一件")
    reason = TextField(label="并案理由", max_length=500, rows=3, help_text="两件的提出人都看得到。")

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Proposal.objects.filter(office=row.office, kind=row.kind, state__in=TAKES_IN)
        self.fields["into"].queryset = rows.exclude(pk=row.pk)
