"""Forms in which a unit puts 答复用语, and those with which it keeps them."""

from django.utils import timezone

from members.enums import RoleCode
from members.forms import Form, LineField, TextField
from members.forms.fields import CheckField
from members.models import Phrase
from members.models.phrases import BLANKS, filled

KNOWN = "可以自动填写：" + "、".join(f"{{{each}}}" for each in BLANKS) + "。"
INSERT = "insert_phrase"


class PhraseForm(Form):
    name = LineField(label="名称", max_length=40, help_text="例如：已经解决、列入计划、条件所限。")
    text = TextField(label="内容", max_length=2000, rows=6, help_text=KNOWN)
    is_offered = CheckField(label="提供给各承办单位", required=False)

    def __init__(self, *args, offers: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not offers:
            del self.fields["is_offered"]


class EditPhraseForm(PhraseForm):
    versioned = True


class WithPhrases:
    """Mixin of a form in which a unit answers: `phrases` are chosen and put into one of its texts.

    Without a script the button sends the form, which comes back with the text added and nothing else changed.
    """

    phrased = "text"

    def __init__(self, data=None, *args, phrases=(), **kwargs):
        self.phrases = list(phrases)
        self.inserts = bool(data) and INSERT in data
        super().__init__(self._with_phrase(data) if self.inserts else data, *args, **kwargs)

    def _with_phrase(self, data):
        chosen = next((each.filled for each in self.phrases if str(each.pk) == data.get("phrase")), "")
        data = data.copy()
        typed = data.get(self.phrased, "").rstrip()
        data[self.phrased] = "\n".join(filter(None, [typed, chosen]))
        return data

    @property
    def phrased_id(self) -> str:
        return self[self.phrased].id_for_label

    def full_clean(self):
        super().full_clean()
        if self.inserts:
            # Nothing was sent yet: what is missing is not told before the button that sends it is pressed.
            self._errors = type(self.errors)()

    def is_valid(self) -> bool:
        return not self.inserts and super().is_valid()


def phrases_for(user, unit, **values) -> list[Phrase]:
    """The phrases that the person may use for the unit, each knowing its text with the blanks filled in."""
    if unit.pk not in user.units_as(RoleCode.DEPARTMENT):
        return []
    today = timezone.localdate()
    known = {
        "单位": unit.name,
        "经办人": user.name,
        "电话": unit.phone,
        "今天": f"{today.year}年{today.month}月{today.day}日",
        **values,
    }
    rows = list(Phrase.objects.visible_to(user).select_related("unit"))
    # One's own before those that are offered.
    rows.sort(key=lambda row: (row.unit_id != unit.pk, row.name))
    for row in rows:
        row.filled = filled(row.text, known)
    return rows
