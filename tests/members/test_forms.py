from datetime import date

import pytest
from django.http import QueryDict

from members import forms
from members.models import Attachment, Unit
from members.workflow import Refused, Stale
from tests import factories as make


class Sample(forms.Form):
    versioned = True

    title = forms.LineField(label="议题", max_length=6)
    why = forms.TextField(label="理由", max_length=6, required=False)
    way = forms.SegField(label="类别", choices=[("ordinary", "普通议题"), ("important", "重要议题")], required=False)
    on = forms.DateField(label="日期", required=False, latest=date(2026, 9, 22), why="日期不能晚于今天。")
    homes = forms.NumberField(label="户数", required=False)
    unit = forms.FindField(Unit.objects.all(), "members:large_print", label="责任单位", required=False)
    helpers = forms.FindManyField(Unit.objects.all(), "members:large_print", label="配合单位", required=False)
    files = forms.AttachmentsField(label="附件", required=False)


def sent(text="title=议题", **kwargs):
    return Sample(QueryDict(text), **kwargs)


def errors_of(text):
    return {name: list(messages) for name, messages in sent(text).errors.items()}


@pytest.mark.parametrize(
    ("text", "field", "sentence"),
    [
        ("title=", "title", "请填写议题。"),
        ("title=一二三四五六七", "title", "议题不能超过 6 字，现在是 7 字。"),
        ("title=%00", "title", "文字里有不能保存的控制字符，请删去后再保存。"),
        ("title=a&way=other", "way", "类别中没有这个选项，请重新选择。"),
        ("title=a&on=昨天", "on", "日期填写有误，请按 2026-09-22 的格式填写。"),
        ("title=a&on=1989-12-31", "on", "日期要在 1990 年到 2099 年之间。"),
        ("title=a&on=2100-01-01", "on", "日期要在 1990 年到 2099 年之间。"),
        ("title=a&on=2026-09-23", "on", "日期不能晚于今天。"),
        ("title=a&homes=三", "homes", "请填写数字。"),
        ("title=a&homes=1.5", "homes", "小数点后最多 0 位。"),
        ("title=a&homes=-1", "homes", "不能小于 0。"),
        ("title=a&homes=" + "9" * 400, "homes", "不能大于 99999999。"),
        ("title=a&files=x", "files", "有附件没有传完，请移除后重新上传。"),
    ],
)
def test_a_wrong_entry_is_told_in_one_sentence_at_its_field(db, text, field, sentence):
    assert errors_of(text)[field][0] == sentence


def test_rare_characters_count_as_one_and_line_ends_too(db):
    assert errors_of("title=䶮𠮷䶮𠮷䶮𠮷&why=一二%0D%0A三四五") == {}
    assert sent("title=一%0A二").errors == {}


def test_dates_are_taken_with_dots_and_slashes(db):
    form = sent("title=a&on=2026/9/1")
    assert form.is_valid()
    assert form.cleaned_data["on"] == date(2026, 9, 1)


def test_a_unit_is_found_by_key_name_or_pinyin(db):
    unit = make.UnitFactory(name="市住建局")
    for text in (str(unit.pk), "市住建局", "szjj"):
        form = sent(f"title=a&unit={text}&helpers={text}")
        assert form.is_valid(), form.errors
        assert form.cleaned_data["unit"] == unit
        assert form.cleaned_data["helpers"] == [unit]


def test_a_name_that_fits_none_or_several_is_asked_again_and_stays(db):
    make.UnitFactory(name="街道城建办"), make.UnitFactory(name="街道党政办")
    assert errors_of("title=a&unit=没有") == {"unit": ["没有找到“没有”，请输入名称或拼音后从列表中选。"]}
    form = sent("title=a&unit=街道")
    assert "不止一个" in form.errors["unit"][0]
    assert 'value="街道"' in str(form["unit"])


@pytest.mark.parametrize("key", ["999999", "9" * 18, "9" * 400])
def test_a_forged_key_is_refused(db, key):
    assert "unit" in errors_of(f"title=a&unit={key}")


def test_one_unit_is_one_unit(db):
    first, second = make.UnitFactory(), make.UnitFactory()
    assert errors_of(f"title=a&unit={first.pk}&unit={second.pk}") == {"unit": ["责任单位只能选一个。"]}


def test_files_are_shown_again_only_to_who_sent_them_up(db):
    me, other = make.UserFactory(), make.UserFactory()
    file = Attachment.objects.create(
        file="a.pdf", name="入户意愿征求表.pdf", media_type="application/pdf", size=3, sha256="x", uploaded_by=me
    )
    assert "入户意愿征求表" in str(sent(f"title=&files={file.pk}", user=me)["files"])
    assert "入户意愿征求表" not in str(sent(f"title=&files={file.pk}", user=other)["files"])
    form = sent(f"title=a&files={file.pk}&files={file.pk}")
    assert form.is_valid()
    assert form.cleaned_data["files"] == [file.pk]


def test_the_first_field_in_error_takes_the_focus_and_names_its_error(db):
    form = sent("title=&on=x")
    title, on = form["title"].as_field_group(), form["on"].as_field_group()
    assert "autofocus" in title
    assert "autofocus" not in on
    assert 'aria-describedby="id_title_error"' in title
    assert 'id="id_title_error"' in title
    assert "is-invalid" in title
    assert "可不填" not in title
    assert "可不填" in form["why"].as_field_group()


def test_a_chosen_day_shows_its_weekday(db):
    assert "周二" in str(Sample(initial={"on": date(2026, 9, 22)})["on"])


def test_a_refusal_becomes_the_error_of_the_form(db):
    def refuse(**fields):
        raise Refused("纪要没有审签，不能报送。")

    form = sent()
    assert form.is_valid()
    assert not form.carry_out(refuse, title="x")
    assert form.non_field_errors() == ["纪要没有审签，不能报送。"]


def test_what_the_verb_returned_stands_in_the_form(db):
    form = sent()
    assert form.is_valid()
    assert form.carry_out(lambda title: title + "。", "报送")
    assert form.result == "报送。"


def test_a_stale_save_shows_both_texts_and_the_next_one_counts(db):
    row = Unit(name="行", version=5)
    row.title, row.way, row.on = "别人写的", "important", None

    def save():
        raise Stale("别人刚刚保存过这份记录。", current=row)

    form = sent("title=我写的&way=ordinary&version=4")
    assert form.is_valid()
    assert not form.carry_out(save)
    told = [(each.label, each.mine, each.theirs) for each in form.differences]
    assert told == [("议题", "我写的", "别人写的"), ("类别", "普通议题", "重要议题")]
    assert 'value="5"' in str(form["version"])
    assert 'value="我写的"' in str(form["title"])
