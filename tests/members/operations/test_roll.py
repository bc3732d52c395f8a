"""The roll: levels and terms, tags, photos, and whom a member keeps contact with."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from members import operations
from members.enums import AttachmentKind, MemberLevel
from members.models import Attachment, Event, Expert, Member, Revision, Tag, Term
from members.workflow import Refused, Stale
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def term(house):
    return Term.objects.create(region=house.city, level=MemberLevel.COUNTY, name="第七届")


def add(house, **values):
    told = {"name": "陶志明", "level": MemberLevel.COUNTY, "region": house.city} | values
    return operations.add_member(by=house.office, **told)


def photo(by):
    row = Attachment(name="a.jpg", media_type="image/jpeg", size=4, sha256="0" * 64, uploaded_by=by)
    row.kind = AttachmentKind.PHOTO
    row.file.save("a.jpg", ContentFile(b"abcd"), save=False)
    row.save(force_insert=True)
    return row


def test_a_member_of_two_levels_has_one_row_and_is_found_at_both(house, term):
    member = add(house, other_levels=[MemberLevel.PREFECTURE], term=term)
    for level in (MemberLevel.COUNTY, MemberLevel.PREFECTURE):
        assert list(Member.objects.of_level(level)) == [member]
    assert not Member.objects.of_level(MemberLevel.PROVINCE).exists()
    assert member.levels_told == "县（市、区）政协委员、地级市政协委员"


def test_a_term_belongs_to_one_of_the_levels(house, term):
    with pytest.raises(Refused, match="不是这一级政协的届次"):
        add(house, level=MemberLevel.PROVINCE, term=term)
    assert add(house, level=MemberLevel.PROVINCE, other_levels=[MemberLevel.COUNTY], term=term).term == term


def test_a_level_is_not_chosen_twice(house):
    with pytest.raises(Refused, match="只选委员级别以外的级别"):
        add(house, other_levels=[MemberLevel.COUNTY])


def test_an_account_belongs_to_one_member(house):
    add(house, user=house.member)
    with pytest.raises(Refused, match="已经对应另一位委员"):
        add(house, user=house.member)


def test_a_new_photo_takes_the_place_of_the_old_one(house):
    first, second = photo(house.office), photo(house.office)
    member = add(house, photo=[first.pk])
    assert member.photo == first
    member = operations.edit_member(member, by=house.office, version=1, photo=[second.pk])
    assert list(member.attachments.standing()) == [second]
    member = operations.edit_member(member, by=house.office, version=1, remove_photo=True)
    assert member.attachments.standing().count() == 0


def test_the_ledger_keeps_tags_and_levels_as_they_are_read(house):
    member = add(house)
    operations.edit_member(
        member, by=house.office, version=1, specialities=["物业", "法律"], other_levels=[MemberLevel.PROVINCE]
    )
    told = dict(Revision.objects.filter(event__verb="members.edit_member").values_list("label", "new"))
    assert told == {"特长": "物业、法律", "同时担任": "省政协委员"}


def test_terms_have_their_own_names_and_days_in_order(house, term):
    today = timezone.localdate()
    with pytest.raises(Refused, match="已经有届次"):
        operations.add_term(by=house.office, region=house.city, level=MemberLevel.COUNTY, name="第七届")
    with pytest.raises(Refused, match="结束日期不能早于开始日期"):
        operations.edit_term(
            term, by=house.office, version=1, starts_on=today, ends_on=today - timedelta(days=1), name="第七届"
        )
    with pytest.raises(Stale):
        operations.edit_term(term, by=house.office, version=7, name="第八届")
    make.MemberFactory(term=term)
    with pytest.raises(Refused, match="级别不能再改"):
        operations.edit_term(term, by=house.office, version=1, name="第七届", level=MemberLevel.PROVINCE)


class TestVocabulary:
    def test_words_that_are_used_are_learned_once(self, house):
        add(house, specialities=["物业", "法律"])
        add(house, name="许文娟", specialities=["物业"])
        assert list(Tag.objects.order_by("name").values_list("name", "region")) == [
            ("法律", house.city.pk),
            ("物业", house.city.pk),
        ]

    def test_a_new_name_is_borne_by_everybody(self, house):
        member = add(house, specialities=["物业", "法律"])
        tag = Tag.objects.get(name="物业")
        operations.edit_tag(tag, by=house.office, version=1, name="物业管理", words=["业委会"])
        member.refresh_from_db()
        assert member.specialities == ["物业管理", "法律"]

    def test_a_name_that_is_there_takes_the_other_in(self, house):
        member = add(house, specialities=["物业", "小区"])
        tag = Tag.objects.get(name="小区")
        into = operations.edit_tag(tag, by=house.office, version=1, name="物业", words=[])
        member.refresh_from_db()
        assert (member.specialities, into.words, Tag.objects.count()) == (["物业"], ["小区"], 1)

    def test_a_word_that_somebody_bears_is_not_taken_away(self, house):
        add(house, specialities=["物业"])
        with pytest.raises(Refused, match="还有 1 人带这个标签"):
            operations.remove_tag(Tag.objects.get(), by=house.office)
        Member.objects.update(specialities=[])
        operations.remove_tag(Tag.objects.get(), by=house.office)
        assert not Tag.objects.exists()

    def test_a_worthy_is_named_only_where_it_can_be_erased(self, house):
        told = {"pool": "worthy", "name": "松烟墨", "region": house.city, "consent": "本人同意"}
        expert = operations.add_expert(by=house.office, specialities=["水利"], **told)
        operations.edit_expert(expert, by=house.office, version=1, identity="退休工程师")
        assert Expert.objects.get().specialities == ["水利"]
        assert not Event.objects.filter(sentence__contains="松烟墨").exists()
        assert not Event.objects.filter(object_label__contains="松烟墨").exists()
        assert Revision.objects.filter(new="松烟墨").count() == 2


class TestContacts:
    def contact(self, house, member, **values):
        told = {"name": "松烟墨", "starts_on": make.LONG_AGO} | values
        return operations.add_contact(member, by=house.clerk, **told)

    def test_a_contact_is_private(self, house):
        contact = self.contact(house, make.posted_member(house.room))
        operations.edit_contact(contact, by=house.clerk, version=1, sector="个体工商户")
        operations.end_contact(contact, by=house.clerk, last_on=timezone.localdate())
        assert Event.objects.filter(verb="members.edit_contacts").count() == 3
        assert not Event.objects.filter(sentence__contains="松烟墨").exists()
        assert not Event.objects.filter(object_label__contains="松烟墨").exists()

    def test_it_ends_once_and_not_before_it_began(self, house):
        contact = self.contact(house, make.posted_member(house.room))
        with pytest.raises(Refused, match="不能早于开始日期"):
            operations.end_contact(contact, by=house.clerk, last_on=make.LONG_AGO - timedelta(days=1))
        operations.end_contact(contact, by=house.clerk, last_on=timezone.localdate())
        with pytest.raises(Refused, match="已经结束联系"):
            operations.end_contact(contact, by=house.clerk, last_on=timezone.localdate())
        with pytest.raises(Refused, match="不能晚于最后一天"):
            operations.edit_contact(
                contact, by=house.clerk, version=2, starts_on=timezone.localdate() + timedelta(days=1)
            )

    def test_who_left_office_has_no_new_contacts(self, house):
        with pytest.raises(Refused, match="已不在任"):
            self.contact(house, make.MemberFactory(state="adjusted", is_active=False))
