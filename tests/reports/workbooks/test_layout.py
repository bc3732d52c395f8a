import subprocess
from io import BytesIO
from zipfile import ZipFile

import pytest

from members.models import Member, Term
from reports.workbooks import layout
from reports.workbooks.kinds import KINDS, Place
from tests import factories as make
from tests.reports.workbooks import kit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def place(user, kind="members"):
    return Place(user, KINDS[kind].permission)


def exported(kind, user, **options) -> bytes:
    target = BytesIO()
    layout.write_export(target, KINDS[kind], place(user, kind), **options)
    return target.getvalue()


def test_a_template_says_what_it_is_and_offers_lists(house):
    book = kit.opened(layout.template(KINDS["members"], place(house.leading_office)))
    sheet, lists = book.worksheets
    assert (sheet.title, lists.title, lists.sheet_state) == ("委员", "选项", "hidden")
    assert [cell.value for cell in sheet[3]][:3] == ["姓名*", "级别*", "同时担任"]
    assert [cell.value for cell in sheet[4]][:2] == ["示例：周明远", "县（市、区）政协委员"]
    assert book.defined_names[layout.MARK].value == '"members:1"'
    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    assert (rules["B5"].type, rules["B5"].formula1) == ("list", "选项!$A$2:$A$4")
    offered = {column[0].value: [cell.value for cell in column[1:] if cell.value] for column in lists.iter_cols()}
    assert offered["委员类别"] == ["领导干部委员", "一般委员", "驻外委员"]
    assert house.room.unit.region.name in offered["居住地"]
    assert sheet.column_dimensions["L"].width > 10
    phone = next(index for index, column in enumerate(KINDS["members"].columns, 1) if column.name == "phone")
    assert kit.opened(kit.saved(book)).worksheets[0].cell(4, phone).value == "13800000000"


def test_a_template_as_it_comes_has_nothing_to_import(house):
    template = layout.template(KINDS["members"], place(house.leading_office))
    imported = kit.sent("members", template, by=house.leading_office)
    assert imported.fault == "表里没有要导入的内容。请从表头下面一行开始填写。"


def test_an_example_is_passed_over_and_what_stands_below_is_read(house):
    book = kit.opened(layout.template(KINDS["members"], place(house.leading_office)))
    sheet = book.worksheets[0]
    sheet["A5"], sheet["B5"] = "刘一鸣", "省政协委员"
    imported = kit.sent("members", kit.saved(book), by=house.leading_office)
    assert (imported.outcome["counts"]["new"], imported.outcome["warnings"]) == (1, [])
    assert imported.outcome["new"] == [{"row": 5, "name": "刘一鸣　省政协委员"}]


def test_an_export_comes_back_without_a_change(house):
    make.MemberFactory(
        name="=HYPERLINK(1)",
        sector="@教育界",
        specialities=["水利", "环保"],
        phone="+8613900000009",
        home=house.room.unit.region,
        employer="-5 号矿",
        other_levels=["province"],
        term=Term.objects.create(name="第十二届", level="province", region=house.city),
    )
    make.MemberFactory(name="周明远", phone="0714-8888888")
    imported = kit.sent("members", exported("members", house.leading_office), by=house.leading_office)
    assert imported.outcome["counts"] == {"new": 0, "changed": 0, "same": Member.objects.count(), "wrong": 0}


def test_an_export_with_hidden_numbers_keeps_the_real_ones(house):
    make.MemberFactory(name="周明远", phone="13900000009")
    content = exported("members", house.leading_office, hides_phones=True)
    assert "139****0009" in [cell.value for row in kit.opened(content).worksheets[0].iter_rows() for cell in row]
    imported = kit.sent("members", content, by=house.leading_office)
    assert (imported.outcome["counts"]["changed"], imported.outcome["counts"]["wrong"]) == (0, 0)


def test_what_people_typed_is_never_a_formula_and_never_a_link(house):
    for text in ("=1+1", "+1", "-1", "@SUM(1)", "http://x.cn", "\tx", "=cmd|' /C calc'!A0"):
        make.MemberFactory(name=text, sector=text)
    content = exported("members", house.leading_office)
    book = kit.opened(content)
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert not [sheet for sheet in book if sheet._hyperlinks]
    with ZipFile(BytesIO(content)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if "worksheets" in name)


def test_a_template_that_libreoffice_saved_is_still_one(house, tmp_path):
    """As WPS and LibreOffice do: opened, and saved again in their own hand."""
    make.RegionFactory(name="茅岭镇")
    (tmp_path / "in").mkdir()
    book = kit.opened(layout.template(KINDS["members"], place(house.leading_office)))
    book.worksheets[0]["A5"], book.worksheets[0]["B5"], book.worksheets[0]["J5"] = "刘一鸣", "省政协委员", "茅岭镇"
    (tmp_path / "in" / "a.xlsx").write_bytes(kit.saved(book))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    command += ["--outdir", str(tmp_path), str(tmp_path / "in" / "a.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    content = (tmp_path / "a.xlsx").read_bytes()
    again = kit.opened(content)
    assert again.defined_names[layout.MARK].value == '"members:1"'
    kinds = {rule.type for rule in again.worksheets[0].data_validations.dataValidation}
    assert "list" in kinds
    imported = kit.sent("members", content, by=house.leading_office)
    assert (imported.fault, imported.outcome.get("faults")) == ("", [])
    assert imported.outcome["counts"]["new"] == 1
