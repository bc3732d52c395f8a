"""评议表 on paper: the questions of a round with boxes to tick, for those who answer by hand."""

from consult.enums.evaluation import RaterKind
from consult.models import EvaluationRound
from reports.documents.papers import chinese_date
from reports.documents.sheets import Entry, FormSheet

BOX = "□"
GAP = "　"
TICKED = ("choice", "choices")
# Characters of a line: a box never stands apart from its words.
MOST_ON_LINE = 29


def evaluation_form(round: EvaluationRound, **_) -> FormSheet:
    """A blank sheet, the same for everybody who is asked: whoever enters it picks the person on the page."""
    form = round.form
    ticked = [each for each in form.fields if each["type"] in TICKED or each["type"] == "yesno"]
    typed = [each for each in form.fields if each not in ticked and each["type"] != "file"]
    rated = (Entry("被评议单位", round.ranked_unit.name, is_wide=True),) if round.ranked_unit else ()
    return FormSheet(
        title=form.name,
        unit=round.keeper.name,
        date=round.opens_on,
        topic_label="评议内容",
        topic=round.about,
        entries=(
            *rated,
            Entry("交回日期", f"{chinese_date(round.closes_on)}前", is_wide=True),
            Entry("评议人身份", _boxes(kind.label for kind in RaterKind), is_wide=True),
            *(Entry(each["label"], _options(each), is_wide=True) for each in ticked),
        ),
        lines=(*(Entry(each["label"], "") for each in typed), Entry(_remark(form), "")),
        side="组织评议",
        officers=("评议人",),
    )


def _remark(form) -> str:
    said = "、".join(form.reason_when)
    return f"意见和建议（评“{said}”的请写明理由）" if said else "意见和建议"


def _options(question) -> str:
    return _boxes(question["options"] if question["type"] in TICKED else ("是", "否"))


def _boxes(words) -> str:
    lines = [""]
    for word in words:
        ticked = f"{BOX}{word}"
        together = f"{lines[-1]}{GAP}{ticked}" if lines[-1] else ticked
        lines[-1:] = [together] if len(together) <= MOST_ON_LINE else [lines[-1], ticked]
    return "\n".join(lines)


SHEETS = {"evaluation_form": evaluation_form}
