"""表彰决定: out of a settled assessment, to an official paper that those who are commended read."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from members.models import Member, Notice, Unit
from members.workflow import Refused
from proposals.operations import awards
from reports import facts
from reports.documents import pdf, word
from reports.documents.commendations import commendation_paper
from reports.documents.plain_text import expected_text
from reports.facts import duty, subjects
from reports.facts.points import results
from reports.facts.points.following import following
from reports.models import Commendation, PointsYear
from reports.operations import commendations, points
from reports.operations.commendation_paper import paper_of
from tests import factories as make
from tests.reports.documents import check_gongwen
from tests.reports.points import scene
from tests.reports.points.test_assessment import EACH, TODAY, YEAR, scheme, the_round

pytestmark = pytest.mark.django_db
GRADES = '\n[[scheme.grade]]\nname = "先进委员"\ntop = 1\n\n[[scheme.grade]]\nname = "约谈"\nbottom = 1\n'


@pytest.fixture
def settled(house):
    scene.follow(scheme("member", EACH, grades=GRADES))
    house.own, house.second = scene.member_of(house.room), scene.member_of(house.other_room, "周正")
    scene.member_of(house.other_room, "柯平")
    for member, times in ((house.own, 3), (house.second, 2)):
        scene.active(member, house.room, house.clerk, times, on=TODAY)
    facts.rebuild()
    points.publish(the_round(), by=house.leading_office)
    PointsYear.objects.update(published_at=timezone.now() - timedelta(days=60))
    points.settle(PointsYear.objects.get(), by=house.leading_office)
    return house


def drafted(house, grade="先进委员") -> Commendation:
    return commendations.draft(the_round(), by=house.leading_office, unit=make.leading_office(), grade=grade)


def issued(house) -> Commendation:
    row = drafted(house)
    told = {"decided_by": "主席会议", "issued_on": TODAY, "version": row.version}
    return commendations.issue(row, by=house.leading_office, **told)


def test_who_has_the_grade_is_commended_and_nobody_else(settled):
    Member.objects.filter(pk=settled.own.pk).update(employer="市一中副校长")
    row = drafted(settled)
    assert [(each["name"], each["place"], each["note"]) for each in row.winners] == [("邓国梁", 1, "市一中副校长")]
    assert "“先进委员”的下列1名委员予以表彰" in row.opening
    assert row.title == f"{make.leading_office().name}关于表彰{YEAR}年考核“先进委员”委员的决定"


def test_nothing_is_commended_before_the_year_is_settled(house):
    scene.follow(scheme("member", EACH, grades=GRADES))
    scene.member_of(house.room)
    with pytest.raises(Refused, match="定案以后才能起草"):
        drafted(house)


def test_the_last_are_not_commended_and_nobody_twice(settled):
    with pytest.raises(Refused, match="请选择要表彰的等次"):
        drafted(settled, "约谈")
    row = drafted(settled)
    with pytest.raises(Refused, match="已经起草或者印发"):
        drafted(settled)
    commendations.drop(row, by=settled.leading_office, reason="名单要再核")
    assert drafted(settled).is_draft


def test_what_is_issued_has_a_number_and_does_not_change(settled):
    row = issued(settled)
    letters = make.leading_office().letters or make.leading_office().short_name
    assert (row.issue, row.state) == (f"{letters}〔{TODAY.year}〕1号", "published")
    with pytest.raises(Refused, match="已印发，不能再修改"):
        commendations.edit(row, by=settled.leading_office, title="另一个标题", version=row.version)
    Commendation.objects.update(title="另一个标题")
    assert paper_of(Commendation.objects.get())["title"] == row.title


def test_who_is_commended_is_told_and_has_it_in_the_duty_file(settled):
    row = issued(settled)
    assert [each.user for each in Notice.objects.filter(url=row.get_absolute_url())] == [settled.own.user]
    lines = [line.what for line in duty.lines(settled.own, settled.leading_office) if line.kind == "awards"]
    assert lines == [f"受到表彰：{row.title}"]
    assert not [line for line in duty.lines(settled.second, settled.leading_office) if line.kind == "awards"]


def test_the_paper_passes_the_checker_and_can_be_edited_in_word(settled, tmp_path):
    # As many as fill a page: of a shorter one the last lines go overleaf with the signature.
    many = {"winners": "、".join(f"邓国梁（第{number}联络室）" for number in range(1, 16))}
    paper = commendation_paper(paper_of(issued(settled)) | many)
    file = tmp_path / "decision.pdf"
    file.write_bytes(pdf.render(paper))
    checked = check_gongwen.Report()
    check_gongwen.check(str(file), checked, expected_text(paper))
    assert checked.fails == 0, [row for row in checked.rows if row[0] == "FAIL"]
    assert word.draft(paper).startswith(b"PK")


def test_a_draft_is_its_offices_own_and_what_was_issued_everybodys(settled, client):
    row = drafted(settled)
    client.force_login(settled.clerk)
    assert client.get(row.get_absolute_url()).status_code == 404
    commendations.issue(row, by=settled.leading_office, decided_by="主席会议", issued_on=TODAY, version=row.version)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "邓国梁" in page
    assert f"/commendations/{row.pk}/edit/" not in page


def test_it_is_drafted_edited_and_issued_on_its_pages_and_listed(settled, client):
    client.force_login(settled.leading_office)
    url = f"/points/rounds/{make.city().pk}/x/{YEAR}/commend/"
    assert "先进委员（1）" in client.get(url).content.decode()
    answer = client.post(url, {"unit": make.leading_office().pk, "grade": "先进委员"})
    row = Commendation.objects.get()
    assert answer["Location"] == row.get_absolute_url()
    late = {"decided_by": "主席会议", "issued_on": TODAY + timedelta(days=1), "version": row.version}
    assert "成文日期不能晚于今天" in client.post(f"{row.get_absolute_url()}issue/", late).content.decode()
    assert client.post(f"{row.get_absolute_url()}issue/", late | {"issued_on": TODAY}).status_code == 302
    assert row.title in client.get("/commendations/", {"q": "邓国梁"}).content.decode()
    assert row.title not in client.get("/commendations/", {"q": "周正"}).content.decode()
    assert client.get("/exports/commendations/").status_code == 200


# ── what follows for the last ones ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def handling(house):
    """太湖: nine units, each marked by the panel; published."""
    scene.follow_shipped("taihu", make.city())
    names = [f"第{at}局" for at in range(1, 9)]
    units = [
        house.department_unit,
        *(make.UnitFactory(name=name, region=make.city(), kind="department") for name in names),
    ]
    for unit in Unit.objects.handling().within_any([make.city().path]).exclude(kind="room"):
        place = units.index(unit) if unit in units else None
        if place is None:
            continue
        for number, most in ((1, 30), (2, 30), (3, 40)):
            told = {"item": number, "points": Decimal(most - place), "on": TODAY, "basis": "民主评议"}
            points.mark(the_round(), subjects.of_unit(unit), by=house.office, **told)
    points.publish(the_round(), by=house.leading_office, with_missing=True)
    house.units = units
    return house


def test_the_scheme_of_taihu_runs_to_a_written_report_of_the_last_two(handling, client):
    grades = {each.name: each.grade for each in results(the_round()) if each.is_complete}
    wanted = ["先进单位"] * 5 + [""] * 2 + ["限期整改"] * 2
    assert [grades[unit.name] for unit in handling.units] == wanted
    client.force_login(handling.office)
    page = client.get(f"/points/rounds/{make.city().pk}/units/{YEAR}/?sort=").content.decode()
    assert page.count("责成整改") == 2
    last = handling.units[-1]
    [link] = [
        after[1] for pk, after in following(the_round(), results(the_round()), handling.office).items() if pk == last.pk
    ]
    form = client.get(link).context["form"]
    assert (form["year"].value(), form["unit"].value(), "列第9名，评为“限期整改”" in form["why"].value()) == (
        YEAR,
        [last],
        True,
    )
    made = awards.ask_rectification(make.office(), by=handling.office, unit=last, year=YEAR, why="评为限期整改")
    assert made.due_on > TODAY
    after = following(the_round(), results(the_round()), handling.office)
    assert after[last.pk] == ("待报整改情况", made.get_absolute_url())
