"""评优, 整改 and the special fund of a year."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pdfplumber
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from members.models import Member, Notice, Unit
from proposals.forms.awards import AwardForm
from proposals.models import Award, FundGrant, FundPot, JointSigner, Proposal
from proposals.operations import awards, fund
from proposals.queries import nominating
from proposals.queries.following import care_waiting
from proposals.workflow import Refused
from reports.documents import batches, pdf
from reports.documents.certificates import award_certificate
from reports.documents.exports import rows_of
from reports.documents.frozen import freeze, thaw
from reports.documents.listings import LISTINGS
from reports.facts import duty
from reports.operations import wordings
from reports.queries import documents
from rooms.models import TimeLimit
from tests import factories as make
from tests import scenes
from tests.proposals.care_scene import filed, handled

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def house():
    make.daye()
    return scenes.house()


def awarded(house, **fields):
    told = {"basis": "评议得分前列", "decided_by": "主席会议", "decided_on": TODAY(), "year": 2026}
    return awards.award(make.office(), by=house.office, **{**told, "certificate": "2026-1", **fields})


def pot_of(house, amount=50):
    return fund.open_pot(make.office(), by=house.office, year=2026, amount=Decimal(amount), source="市财政")


def granted(house, pot, amount=3, row=None):
    told = {"used_for": "标线施划", "approved_by": "主席会议", "approved_on": TODAY()}
    return fund.grant(pot, by=house.office, proposal=row or filed(house), amount=Decimal(amount), **told)


def test_an_award_goes_to_one_proposal_unit_or_person(house):
    row = filed(house)
    assert awarded(house, kind="proposal", proposal=row, unit=house.department_unit).to_whom == row.title
    unit = awarded(house, kind="unit", unit=house.department_unit, certificate="2026-2")
    person = awarded(house, kind="person", person="曹伟", unit=house.department_unit, certificate="2026-3")
    assert (unit.to_whom, person.to_whom) == ("市住建局", "曹伟（市住建局）")
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.filter(pk=unit.pk).update(person="曹伟")


def test_nobody_is_awarded_twice_or_with_a_number_that_was_given(house):
    row = filed(house)
    awarded(house, kind="proposal", proposal=row)
    with pytest.raises(Refused, match="证书编号"):
        awarded(house, kind="proposal", proposal=filed(house))
    with pytest.raises(Refused, match="已经评过"):
        awarded(house, kind="proposal", proposal=row, certificate="2026-9")
    with pytest.raises(Refused, match="写明评给谁"):
        awarded(house, kind="unit", certificate="2026-10")


def test_an_award_in_error_is_removed_with_a_reason(house):
    row = awarded(house, kind="proposal", proposal=filed(house))
    with pytest.raises(Refused, match="删除的原因"):
        awards.remove_award(row, by=house.office, reason=" ")
    awards.remove_award(row, by=house.office, reason="登记有误")
    assert not Award.objects.exists()


def test_an_award_stands_in_the_duty_file_of_whoever_put_forward_or_signed(house):
    first, second, third = (make.posted_member(house.room, name=name) for name in ("周敏", "邓国梁", "周佩兰"))
    row = filed(house, member=first, mode="joint")
    signed = {"invited_by": house.clerk, "signed_version": 1, "answered_at": timezone.now(), "state": "signed"}
    JointSigner.objects.create(proposal=row, member=second, **signed)
    JointSigner.objects.create(proposal=row, member=third, invited_by=house.clerk)
    given = awarded(house, kind="proposal", proposal=row)
    said = (TODAY(), f"获评2026年优秀提案：{row.title}", "主席会议确定，证书编号 2026-1", given.get_absolute_url())
    assert [award_lines(house, each) for each in (first, second, third)] == [[said], [said], []]
    assert given.get_absolute_url() == "/proposals/awards/?q=2026-1"


def test_a_member_who_is_awarded_reads_it_and_has_it_in_the_duty_file_once_a_year(house):
    member = make.posted_member(house.room, name="邓国梁", user=house.member)
    given = awarded(house, kind="person", member=member, person=member.name)
    assert (given.to_whom, given.get_absolute_url()) == ("邓国梁", "/proposals/awards/?q=2026-1")
    assert [line[1] for line in award_lines(house, member)] == ["获评2026年先进个人：邓国梁"]
    assert Notice.objects.filter(user=house.member, sentence="您获评2026年先进个人").exists()
    with pytest.raises(Refused, match="邓国梁2026年已经评为先进个人"):
        awarded(house, kind="person", member=member, person=member.name, certificate="2026-2")


def test_only_a_person_is_a_member(house):
    given = awarded(
        house, kind="unit", unit=house.department_unit, member=make.posted_member(house.room), certificate="2026-4"
    )
    assert given.member is None


def award_lines(house, member):
    lines = [line for line in duty.lines(member, house.office) if line.kind == "awards"]
    return [(line.day, line.what, line.note, line.url) for line in lines]


def test_the_figures_of_a_unit_name_its_awards_of_the_year(house, client):
    year, unit = TODAY().year, house.department_unit
    handled(house, filed(house), issued_at=timezone.now())
    awarded(house, kind="unit", unit=unit, year=year)
    awarded(house, kind="person", person="曹伟", unit=unit, year=year - 1, certificate="2")
    awarded(house, kind="unit", unit=make.UnitFactory(region=make.office().region), year=year, certificate="3")
    client.force_login(house.department)
    page = client.get("/asked/figures/")
    assert [row.certificate for row in page.context["awards"]] == ["2026-1"]
    assert f"{year}年先进承办单位" in page.content.decode()


SAID = {
    "proposal": ("周敏", "所提《增设充电设施》（2026年第7号），经主席会议确定，被评为2026年度优秀提案。"),
    "unit": ("市住建局", "经主席会议确定，你单位被评为2026年度提案办理先进承办单位。"),
    "person": ("市住建局曹伟同志", "经主席会议确定，你被评为2026年度提案办理先进个人。"),
}


@pytest.mark.parametrize(("kind", "said"), SAID.items())
def test_a_certificate_says_who_is_awarded_for_what_on_one_page(house, kind, said):
    row = filed(house, title="增设充电设施", number=7, member=make.posted_member(house.room, name="周敏"))
    to_whom = {"proposal": row, "unit": house.department_unit, "person": "曹伟"}
    sheet = award_certificate(awarded(house, kind=kind, **to_whom))
    assert (sheet.to, sheet.lead, sheet.number) == (*said, "2026-1")
    with pdfplumber.open(BytesIO(pdf.render(thaw(freeze(sheet))))) as made:
        text = "".join("".join(page.extract_text().split()) for page in made.pages)
        assert (len(made.pages), made.pages[0].width > made.pages[0].height) == (1, True)
    assert all(part in text for part in ("荣誉证书", said[0], "特发此证，以资鼓励。", "证书编号：2026-1"))


def test_the_office_words_its_certificates(house):
    texts = {"lead": "{获奖者}在{年份}年度提案办理中成绩显著。", "issuer": "政协大冶市委员会"}
    wordings.word(make.office(), "award_unit", by=house.office, starts_on=TODAY(), seen=0, **texts)
    sheet = award_certificate(awarded(house, kind="unit", unit=house.department_unit))
    assert (sheet.lead, sheet.unit) == ("市住建局在2026年度提案办理中成绩显著。", "政协大冶市委员会")


def test_the_certificates_of_a_year_are_printed_together(house):
    awarded(house, kind="proposal", proposal=filed(house))
    awarded(house, kind="unit", unit=house.department_unit, certificate="2026-2")
    awarded(house, kind="unit", unit=house.department_unit, certificate="2025-1", year=2025)
    rows = batches.chosen("awards", house.office, {"year": ["2026"]}, [])
    assert sorted(batches.BATCHES["awards"].paper(row).number for row in rows) == ["2026-1", "2026-2"]


def test_only_the_office_and_the_awarded_unit_print_a_certificate(house):
    given = awarded(house, kind="unit", unit=house.department_unit)
    about = documents.Subject("award_certificate", given)
    readers = (house.office, house.department, house.clerk)
    assert [reader.has_perm("reports.order_document", about) for reader in readers] == [True, True, False]


def test_what_was_answered_is_nominated_and_says_whether_it_was_awarded(house):
    first = filed(house, state="closed", closed_by=house.office, closed_at=timezone.now())
    filed(house)
    awarded(house, kind="proposal", proposal=first)
    assert [(each.row, each.is_awarded) for each in nominating.nominees(house.office, 2026)] == [(first, True)]


def test_a_unit_reports_in_writing_until_the_day_and_again_where_something_is_missing(house):
    row = awards.ask_rectification(
        make.office(), by=house.office, unit=house.department_unit, year=2026, why="评议排名末位"
    )
    assert TimeLimit.objects.open().of(row).get().due_on == row.due_on > TODAY() + timedelta(days=20)
    assert [task.sentence for task in care_waiting(house.department)] == ["报送整改情况"]
    with pytest.raises(Refused, match="写明整改情况"):
        awards.report_rectification(row, by=house.department, report=" ")
    awards.report_rectification(row, by=house.department, report="已经整改")
    with pytest.raises(Refused, match="还缺什么"):
        awards.rule_on_rectification(row, by=house.office, passes=False)
    row = awards.rule_on_rectification(row, by=house.office, passes=False, opinion="缺沟通记录")
    awards.report_rectification(row, by=house.department, report="已经补齐")
    assert awards.rule_on_rectification(row, by=house.office, passes=True).state == "done"


def test_the_pot_gives_no_more_than_it_holds(house):
    pot = pot_of(house)
    granted(house, pot, 48)
    with pytest.raises(Refused, match="还剩 2"):
        granted(house, pot, 3)
    granted(house, pot, 2)
    assert FundPot.objects.get().left == 0
    with pytest.raises(Refused, match="不能少于"):
        fund.change_pot(pot, by=house.office, amount=Decimal(49), reason="压减")


def test_the_database_itself_refuses_an_overdrawn_pot(house):
    pot = pot_of(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        FundPot.objects.filter(pk=pot.pk).update(granted=Decimal("50.01"))


def test_a_proposal_is_given_once_a_year_and_only_when_filed(house):
    pot, row = pot_of(house), filed(house)
    granted(house, pot, row=row)
    with pytest.raises(Refused, match="已经安排过"):
        granted(house, pot, row=row)
    with pytest.raises(Refused, match="已经立案"):
        granted(house, pot, row=filed(house, state="merged"))


def test_nobody_spends_what_was_not_paid(house):
    row = granted(house, pot_of(house), 3)
    told = {"account": "施划标线 12 处", "version": 1}
    with pytest.raises(Refused, match="拨付不能超过"):
        fund.account_for(row, by=house.office, paid=Decimal(4), spent=Decimal(0), **told)
    with pytest.raises(Refused, match="支出不能超过"):
        fund.account_for(row, by=house.office, paid=Decimal(2), spent=Decimal(3), **told)
    with pytest.raises(Refused, match="用在哪里"):
        fund.account_for(row, by=house.office, paid=Decimal(2), spent=Decimal(1), account="", version=1)
    fund.account_for(row, by=house.office, paid=Decimal(3), spent=Decimal(2), **told)
    assert FundGrant.objects.get().spent == 2


@pytest.mark.parametrize("url", ["awards/", "awards/nominees/", "awards/new/", "rectifications/", "fund/", "fund/new/"])
def test_the_pages_open_for_the_office(house, client, url):
    granted(house, pot_of(house))
    client.force_login(house.office)
    assert client.get(f"/proposals/{url}").status_code == 200


def test_a_certificate_is_linked_where_it_may_be_opened(house, client):
    own = awarded(house, kind="unit", unit=house.department_unit)
    other = awarded(house, kind="person", person="曹伟", unit=make.UnitFactory(), certificate="2026-2")
    addresses = {row: reverse("reports:paper", args=["award_certificate", row.pk]) for row in (own, other)}
    page, everybody = reverse("proposals:awards"), (house.office, house.department, house.member, house.clerk)
    for user in everybody:
        client.force_login(user)
        text = client.get(page).content.decode()
        linked = [row for row, address in addresses.items() if address in text]
        opened = [row for row, address in addresses.items() if client.get(address).status_code == 200]
        assert (user.username, linked) == (user.username, opened)


def test_what_belongs_to_another_kind_of_award_is_not_asked_for(house):
    form = AwardForm(
        proposals=Proposal.objects.all(), units=Unit.objects.all(), members=Member.objects.all(), user=house.office
    )
    whens = {name: field.when for name, field in form.fields.items() if getattr(field, "when", None)}
    assert whens == {
        "proposal": {"kind": ("proposal",)},
        "unit": {"kind": ("unit", "person")},
        "person": {"kind": ("person",)},
        "member": {"kind": ("person",)},
    }


def test_the_file_of_the_figures_of_units_names_their_awards(house):
    handled(house, filed(house), issued_at=timezone.now())
    awarded(house, kind="unit", unit=house.department_unit, year=TODAY().year)
    awarded(house, kind="person", person="曹伟", unit=house.department_unit, certificate="2", year=TODAY().year)
    awarded(house, kind="unit", unit=house.department_unit, certificate="3", year=TODAY().year - 1)
    listing = LISTINGS["asked-figures"]
    [row] = listing.rows(rows_of("asked-figures", house.office, {}))
    assert (row[0], row[-1], listing.columns[-1].title) == ("市住建局", "先进承办单位、先进个人（曹伟）", "提案评优")
