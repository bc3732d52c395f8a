import pytest

from members import ledger
from members.models import Event, Member, Notice, Term
from members.workflow import Refused
from reports.models import WorkbookImport
from reports.workbooks import imports
from tests import factories as make
from tests.reports.workbooks import kit

pytestmark = pytest.mark.django_db

ZHOU = {"姓名": "周明远", "级别": "县（市、区）政协委员", "界别": "教育界", "手机": "13800000001"}
LIU = {"姓名": "刘一鸣", "级别": "省政协委员", "特长": "水利、环保"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_right_file_is_checked_and_nothing_is_written(house):
    imported = kit.sent("members", kit.filled("members", ZHOU, LIU), by=house.leading_office)
    assert imported.outcome["counts"] == {"new": 2, "changed": 0, "same": 0, "wrong": 0}
    assert (Member.objects.filter(name="周明远").exists(), imported.written_at) == (False, None)
    notice = Notice.objects.filter(user=house.leading_office).latest("pk")
    assert notice.sentence == "《表.xlsx》检查完成，没有错误：新增 2 条，修改 0 条"
    assert notice.url == f"/imports/{imported.pk}/"


def test_what_was_seen_is_written_and_each_record_tells_where_it_came_from(house):
    imported = kit.sent("members", kit.filled("members", ZHOU, LIU | {"委员类别": "驻外委员"}), by=house.leading_office)
    imported = kit.written(imported, by=house.leading_office)
    member = Member.objects.get(name="刘一鸣")
    assert (member.level, member.kind, member.specialities) == ("province", "away", ["水利", "环保"])
    assert member.pinyin.split()[0] == "liuyiming"
    told = Event.objects.get(object_type="members.member", object_id=str(member.pk))
    assert told.sentence == f"登记委员刘一鸣（Excel 导入第 {imported.pk} 号）"
    whole = Event.objects.get(verb="reports.import_workbook")
    assert whole.sentence == "用 Excel 导入委员：新增 2 条，修改 0 条"
    assert list(ledger.verify(whole.chain)) == []


def test_a_changed_row_shows_before_and_after_and_keeps_what_the_file_does_not_say(house):
    member = make.MemberFactory(name="周明远", sector="教育界", phone="13900000009", employer="市一中")
    row = {"姓名": "周明远", "级别": "县（市、区）政协委员", "界别": "教育界", "手机": "13800000001"}
    imported = kit.sent("members", kit.filled("members", row), by=house.leading_office)
    assert imported.outcome["changes"] == [
        {
            "row": 2,
            "name": "周明远　县（市、区）政协委员",
            "changes": [["手机", "139****0009", "138****0001"]],
        }
    ]
    kit.written(imported, by=house.leading_office)
    member.refresh_from_db()
    assert (member.phone, member.employer, member.version) == ("13800000001", "市一中", 2)


def test_a_masked_number_changes_nothing(house):
    make.MemberFactory(name="周明远", sector="教育界", phone="13900000009")
    row = {"姓名": "周明远", "级别": "县（市、区）政协委员", "界别": "教育界", "手机": "139****0009"}
    imported = kit.sent("members", kit.filled("members", row), by=house.leading_office)
    assert imported.outcome["counts"] == {"new": 0, "changed": 0, "same": 1, "wrong": 0}
    with pytest.raises(Refused, match="没有要写入的行"):
        imports.order_writing(imported, choice="all", seen=imported.digest, by=house.leading_office)


def test_a_wrong_row_names_the_cell_and_leaves_the_choice_to_write_the_right_ones(house, client):
    wrong = {**LIU, "级别": "省委员", "手机": kit.Formula("=1+1")}
    imported = kit.sent("members", kit.filled("members", ZHOU, wrong), by=house.leading_office)
    assert imported.outcome["faults"] == [
        "B3 级别：“省委员”不在可选范围内，您是不是要找“省政协委员”。",
        "D3 手机：是公式。请复制这一列，用“选择性粘贴—数值”粘贴回去再上传。",
    ]
    with pytest.raises(Refused, match="不能全部写入"):
        imports.order_writing(imported, choice="all", seen=imported.digest, by=house.leading_office)
    kit.written(imported, by=house.leading_office, choice="right")
    assert list(Member.objects.filter(name__in=["周明远", "刘一鸣"]).values_list("name", flat=True)) == ["周明远"]
    # What was left out is mended in the marked copy, also afterwards.
    client.force_login(house.leading_office)
    assert f"/imports/{imported.pk}/marked.xlsx" in client.get(f"/imports/{imported.pk}/").text


def test_the_marked_copy_has_the_sentences_and_everything_else_as_it_was(house):
    wrong = {**LIU, "级别": "", "备注": kit.Formula("=SUM(A1:A2)")}
    imported = kit.sent("members", kit.filled("members", ZHOU, wrong, above=2), by=house.leading_office)
    sheet = kit.marked(imported).active
    assert [cell.value for cell in sheet[3]] == ["姓名", "级别", "界别", "手机", "特长", "备注", "检查结果"]
    assert (sheet["A5"].value, sheet["F5"].value, sheet["G4"].value) == ("刘一鸣", "=SUM(A1:A2)", None)
    assert sheet["G5"].value == "B5 级别：没有填写。"
    assert (sheet["B5"].comment.text, sheet["B5"].fill.fgColor.rgb) == ("没有填写。", "FFFFC7CE")


def test_a_marked_copy_that_was_mended_can_be_sent_up_again(house):
    imported = kit.sent("members", kit.filled("members", {**LIU, "级别": ""}), by=house.leading_office)
    book = kit.marked(imported)
    book.active["B2"] = "省政协委员"
    again = kit.sent("members", kit.saved(book), by=house.leading_office)
    assert (again.outcome["counts"]["new"], again.outcome["warnings"]) == (1, [])


def test_two_rows_that_mean_one_member_are_told(house):
    imported = kit.sent("members", kit.filled("members", ZHOU, LIU, ZHOU), by=house.leading_office)
    assert imported.outcome["faults"] == ["第 4 行：和第 2 行重复，请删去一行。"]


def test_namesakes_are_told_apart_by_telephone_and_sector(house):
    other = {**ZHOU, "界别": "农业界", "手机": "13800000002"}
    imported = kit.sent("members", kit.filled("members", ZHOU, other), by=house.leading_office)
    kit.written(imported, by=house.leading_office)
    moved = {**other, "界别": "科技界"}
    imported = kit.sent("members", kit.filled("members", moved), by=house.leading_office)
    assert imported.outcome["counts"] == {"new": 0, "changed": 1, "same": 0, "wrong": 0}
    nobody = {"姓名": "周明远", "级别": "县（市、区）政协委员"}
    imported = kit.sent("members", kit.filled("members", nobody), by=house.leading_office)
    assert imported.outcome["faults"] == ["第 2 行：有几条同名的登记，分不清是哪一条，请填写手机、界别。"]
    third = {**ZHOU, "界别": "妇联界", "手机": "13800000003"}
    imported = kit.sent("members", kit.filled("members", third), by=house.leading_office)
    assert imported.outcome["warnings"] == ["第 2 行：系统里已有同名的“周明远”，但其他内容不同，按新的一条登记。"]


def test_a_place_that_is_nearly_right_is_suggested(house):
    make.RegionFactory(name="茅岭镇")
    imported = kit.sent("members", kit.filled("members", {**ZHOU, "居住地": "茅林镇"}), by=house.leading_office)
    assert imported.outcome["faults"] == ["E2 居住地：没有叫“茅林镇”的区域，您是不是要找“茅岭镇”。"]


def test_a_term_has_to_be_on_record_for_the_level(house):
    Term.objects.create(name="第十二届", level="province", region=house.city)
    rows = [
        {**ZHOU, "届次": "第十二届"},
        {**LIU, "届次": "第十二届"},
        {**LIU, "姓名": "马一", "同时担任": "省政协委员"},
    ]
    imported = kit.sent("members", kit.filled("members", *rows), by=house.leading_office)
    assert imported.outcome["faults"] == [
        "E2 届次：县（市、区）政协委员没有“第十二届”这个届次，请先在“届次”页登记。",
        "G4 同时担任：只填“级别”以外的级别。",
    ]
    kit.written(imported, by=house.leading_office, choice="right")
    assert Member.objects.get(name="刘一鸣").term.level == "province"


def test_a_former_member_does_not_come_back_by_a_file(house):
    make.MemberFactory(name="周明远", sector="教育界", state="adjusted", is_active=False)
    imported = kit.sent("members", kit.filled("members", ZHOU), by=house.leading_office)
    assert "已登记为不在任" in imported.outcome["faults"][0]


def test_pressing_twice_and_a_job_that_runs_twice_write_once(house):
    imported = kit.sent("members", kit.filled("members", ZHOU), by=house.leading_office)
    seen = imported.digest
    ordered = imports.order_writing(imported, choice="all", seen=seen, by=house.leading_office)
    with pytest.raises(Refused, match="不用再按"):
        imports.order_writing(imported, choice="all", seen=seen, by=house.leading_office)
    imports.write_file(ordered.job)
    imports.write_file(ordered.job)
    assert Member.objects.filter(name="周明远").count() == 1
    assert Event.objects.filter(verb="reports.import_workbook").count() == 1


def test_records_that_changed_after_the_check_are_looked_at_again(house):
    imported = kit.sent("members", kit.filled("members", ZHOU), by=house.leading_office)
    make.MemberFactory(name="周明远", sector="教育界")
    imported = kit.written(imported, by=house.leading_office)
    assert (imported.written_at, imported.choice, imported.round) == (None, "", 2)
    assert "已经重新检查" in imported.outcome["again"]
    assert Member.objects.filter(name="周明远", phone="13800000001").count() == 0
    kit.written(imported, by=house.leading_office)
    assert Member.objects.get(name="周明远").phone == "13800000001"


def test_what_was_not_seen_is_not_written(house):
    imported = kit.sent("members", kit.filled("members", ZHOU), by=house.leading_office)
    with pytest.raises(Refused, match="重新检查过"):
        imports.order_writing(imported, choice="all", seen="0" * 64, by=house.leading_office)


def test_a_file_that_changed_in_the_store_is_not_written(house):
    imported = kit.sent("members", kit.filled("members", ZHOU), by=house.leading_office)
    with imported.file.open("wb") as stored:
        stored.write(kit.filled("members", LIU))
    imported = kit.written(imported, by=house.leading_office)
    assert imported.fault == "没有写入任何一行。保存的文件和上传时的不一致，请重新上传。"
    assert not Member.objects.filter(name__in=["周明远", "刘一鸣"]).exists()


def test_who_lost_the_role_writes_nothing(house):
    imported = kit.sent("members", kit.filled("members", ZHOU), by=house.leading_office)
    ordered = imports.order_writing(imported, choice="all", seen=imported.digest, by=house.leading_office)
    house.leading_office.roles.update(ends_on="2020-02-01")
    imported = kit.worked(ordered)
    assert imported.fault == "没有写入任何一行。您现在没有登记“委员”的权限。"
    assert not Member.objects.filter(name="周明远").exists()


def test_a_file_of_another_kind_is_sent_to_its_page(house):
    book = kit.opened(kit.filled("members", ZHOU))
    for place in ("A1", "B1", "C1"):
        book.active[place] = "题目"
    imported = kit.sent("members", kit.saved(book), by=house.leading_office)
    assert imported.fault == "没有找到表头。请下载“委员”的模板，按模板填写再上传。"
    assert imported.outcome == {}


def test_a_column_that_is_missing_and_one_that_is_unknown_are_told(house):
    book = kit.opened(kit.filled("members", ZHOU))
    book.active["B1"] = "等级"
    imported = kit.sent("members", kit.saved(book), by=house.leading_office)
    assert imported.fault == "第 1 行的表头缺少“级别”。请按模板的表头填写，不要改列名。"
    imported = kit.sent("members", kit.filled("members", {**ZHOU, "手机号": "1"}), by=house.leading_office)
    assert imported.outcome["warnings"] == ["“手机号”这一列模板里没有，没有读取；您是不是要找“手机”。"]


def test_a_file_that_is_given_up_is_erased(house, django_capture_on_commit_callbacks):
    imported = kit.sent("members", kit.filled("members", {**ZHOU, "级别": "x"}), by=house.leading_office)
    stored = [imported.file.path, imported.marked.path]
    with django_capture_on_commit_callbacks(execute=True):
        imports.discard(imported, by=house.leading_office)
    imported.refresh_from_db()
    assert (imported.outcome, bool(imported.file)) == ({"counts": imported.outcome["counts"]}, False)
    assert not any(imported.file.storage.exists(path) for path in stored)
    with pytest.raises(Refused, match="不能写入"):
        imports.order_writing(imported, choice="right", seen=imported.digest, by=house.leading_office)


def test_a_check_that_ends_after_the_file_was_given_up_keeps_nothing(house, monkeypatch):
    imported = imports.receive(
        "members", kit.Upload(kit.filled("members", {**ZHOU, "级别": "x"})), by=house.leading_office
    )
    check = imports.check

    def given_up_meanwhile(*args, **more):
        imports.discard(imported, by=house.leading_office)
        return check(*args, **more)

    monkeypatch.setattr(imports, "check", given_up_meanwhile)
    imported = kit.worked(imported)
    assert (imported.outcome, bool(imported.marked), imported.checked_at) == ({}, False, None)


def test_a_marked_copy_goes_when_a_later_check_finds_other_things(house, django_capture_on_commit_callbacks):
    imported = kit.sent("members", kit.filled("members", {**ZHOU, "级别": "x"}), by=house.leading_office)
    former = imported.marked.path
    WorkbookImport.objects.filter(pk=imported.pk).update(fault="x")
    imports.check_again(imported, by=house.leading_office)
    imported.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        imported = kit.worked(imported)
    assert (imported.marked.storage.exists(former), imported.marked.storage.exists(imported.marked.name)) == (
        False,
        True,
    )


def test_files_are_cleared_away_after_a_month_and_what_was_not_written_is_given_up(house):
    imported = kit.sent("members", kit.filled("members", ZHOU), by=house.leading_office)
    assert imports.tidy() == 0
    WorkbookImport.objects.update(uploaded_at="2026-01-01T08:00:00+08:00")
    assert (imports.tidy(), imports.tidy()) == (1, 0)
    imported.refresh_from_db()
    assert (imported.can_be_written, imported.is_over) == (False, True)
    with pytest.raises(Refused, match="重新上传"):
        imports.order_writing(imported, choice="all", seen=imported.digest, by=house.leading_office)


def test_one_person_has_only_so_many_files_under_way(house, monkeypatch):
    monkeypatch.setattr(imports, "MOST_WAITING", 1)
    kit.sent("members", kit.filled("members", ZHOU), by=house.leading_office)
    with pytest.raises(Refused, match="请先写入或放弃"):
        imports.receive("members", kit.Upload(b"PK"), by=house.leading_office)


def test_a_refused_check_can_be_tried_again_only_when_it_failed(house):
    imported = kit.sent("members", kit.filled("members", ZHOU), by=house.leading_office)
    with pytest.raises(Refused, match="不用重新检查"):
        imports.check_again(imported, by=house.leading_office)
    imported.job.__class__.objects.filter(pk=imported.job_id).update(failed_at="2026-11-01T08:00:00+08:00")
    imports.check_again(imported, by=house.leading_office)
    assert WorkbookImport.objects.get(pk=imported.pk).round == 2
