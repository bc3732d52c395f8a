"""评议表 on paper: the questions of a round with boxes to tick, for those who answer by hand."""

from consult.models import EvaluationRound
from reports.documents.papers import chinese_date
from reports.documents.sheets import Entry, FormSheet

BOX = "□"
TICKED = ("choice", "choices")


def evaluation_form(round: EvaluationRound, **_) -> FormSheet:
    """A blank sheet; whoever fills it in stays unnamed, as on the page."""
    form = round.form
    ticked = [each for each in form.fields if each["type"] in TICKED or each["type"] == "yesno"]
    typed = [each for each in form.fields if each not in ticked and each["type"] != "file"]
    return FormSheet(
        title=form.name,
        unit=round.keeper.name,
        date=round.opens_on,
        topic_label="评议内容",
        topic=round.about,
        entries=(
            Entry("被评议单位", round.ranked_unit.name if round.ranked_unit else ""),
            Entry("交回日期", f"{chinese_date(round.closes_on)}前"),
            *(Entry(each["label"], _boxes(each), is_wide=True) for each in ticked),
        ),
        lines=tuple(Entry(each["label"], "") for each in typed),
        side="组织评议",
    )


def _boxes(question) -> str:
    options = question["options"] if question["type"] in TICKED else ("是", "否")
    return "　　".join(f"{BOX}{option}" for option in options)


SHEETS = {"evaluation_form": evaluation_form}
