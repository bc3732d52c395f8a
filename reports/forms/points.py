"""Forms of points: what an assessor marks, what somebody appeals, how it is answered, how a year is published."""

from django.core.validators import URLValidator
from django.utils import timezone

from members.forms import Form
from members.forms.fields import (
    AttachmentsField,
    CheckField,
    DateField,
    LineField,
    NumberField,
    SegField,
    SelectField,
    TextField,
)
from reports.facts.points import plain

IS_ADDRESS = URLValidator(["http", "https"], message="写成以 http:// 或 https:// 开头的网址。")
UPHELD = [("yes", "采纳"), ("no", "不采纳")]


class MarkForm(Form):
    """Occurrences of an item: how many, when, and what shows them."""

    once = True
    times = NumberField(label="次数", min_value=1, max_value=99, initial=1)
    on = DateField(label="日期", latest=timezone.localdate, why="日期不能晚于今天。")
    basis = TextField(label="依据和理由", max_length=1000, note="写明是哪件事，有什么可以证明")
    files = AttachmentsField(label="附件", required=False)
    link = LineField(label="佐证链接", required=False, max_length=500, validators=[IS_ADDRESS])

    def __init__(self, *args, item, **kwargs):
        super().__init__(*args, **kwargs)
        _ask_for_evidence(self, item)
        sign = "扣" if item.deducts else "计"
        self.fields["times"].note = f"每{item.unit}{sign} {plain(item.points)} 分"


class RateForm(Form):
    """The mark of one assessor, from nothing to the points of the item."""

    once = True
    assessor = SegField(label="代表哪一方", choices=[])
    points = NumberField(label="评分", places=1)
    on = DateField(label="评分日期", initial=timezone.localdate, latest=timezone.localdate, why="日期不能晚于今天。")
    basis = TextField(label="依据和理由", max_length=1000)
    files = AttachmentsField(label="附件", required=False)
    link = LineField(label="佐证链接", required=False, max_length=500, validators=[IS_ADDRESS])

    def __init__(self, *args, item, sides, **kwargs):
        super().__init__(*args, **kwargs)
        _ask_for_evidence(self, item)
        self.fields["assessor"].choices = [(each.name, each.name) for each in sides]
        self.fields["assessor"].initial = sides[0].name if len(sides) == 1 else None
        self.fields["points"].max_value = item.points
        self.fields["points"].note = f"0 到 {plain(item.points)} 分"


def _ask_for_evidence(form, item) -> None:
    if item.needs_evidence:
        form.fields["files"].note = "这一项要有佐证：附上文件，或者在下面写明链接"


class ReasonForm(Form):
    reason = LineField(label="原因", max_length=200)


class TakeBackForm(ReasonForm):
    versioned = True


class AppealForm(Form):
    once = True
    item = SelectField(label="对哪一项有异议", choices=[])
    text = TextField(label="申诉内容", max_length=2000, rows=5, note="写明哪里不对，应当怎样计")
    files = AttachmentsField(label="证明材料", required=False)

    def __init__(self, *args, scheme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [("0", "总分"), *((str(item.number), item.name) for item in scheme.items)]


class AnswerForm(Form):
    verdict = SegField(label="答复", choices=UPHELD)
    text = TextField(label="理由", max_length=2000, rows=4)
    correction = NumberField(
        label="更正分值",
        places=1,
        min_value=-999,
        max_value=999,
        required=False,
        help_text="记录有误的，先更正记录，得分随之重新计算，这里不填；记录无法更正的，填写加减的分值。",
    )


class AppealDaysForm(Form):
    """How long one may appeal against what was published, and how long the answer takes."""

    versioned = True
    appeal_workdays = NumberField(label="公布后申诉期限", min_value=1, max_value=120, note="工作日")
    answer_workdays = NumberField(
        label="申诉答复期限", min_value=1, max_value=120, note="工作日", help_text="从提出申诉的次日起算。"
    )


class PublishForm(Form):
    """What is still open is named beside the ticks; without them there is no publishing."""

    with_appeals = CheckField(label="带着没有答复的申诉公布，答复以后另行更正", required=False)
    with_missing = CheckField(label="没有评全的只列出，不排名次", required=False)

    def __init__(self, *args, still, **kwargs):
        super().__init__(*args, **kwargs)
        if not still["appeals"]:
            del self.fields["with_appeals"]
        if not still["missing"]:
            del self.fields["with_missing"]


class TrialForm(Form):
    """Which scheme is tried."""

    on = SelectField(label="试算哪个办法", choices=[])

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].choices = [(each.code, each.name) for each in choices]


class ResultFilterForm(Form):
    """The filters of the results of a round."""

    q = LineField(label="姓名、名称", max_length=60, required=False)
    grade = SelectField(label="等次", required=False, choices=[])
    state = SelectField(
        label="情况",
        required=False,
        choices=[("", "全部情况"), ("below", "未达最低分"), ("appeals", "有待答复的申诉"), ("missing", "没有评全")],
    )

    def __init__(self, *args, grades, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = [("", "各个等次"), *((each.name, each.name) for each in grades)]
        self.fields["q"].widget.input_type = "search"
        self.fields["q"].widget.attrs["placeholder"] = "姓名、名称"
