import pytest
from django.db import transaction

from members import ledger
from members.models import Event, Revision
from tests import factories as make

pytestmark = pytest.mark.django_db


def record(member, user, **more):
    unit = make.leading_office()
    return ledger.record(member, "members.edit_member", by=user, unit=unit, sentence=f"修改委员{member}", **more)


def test_acts_that_are_written_together_are_a_chain_like_any_other():
    user, members = make.UserFactory(), [make.MemberFactory() for _ in range(3)]
    record(members[0], user)
    with transaction.atomic(), ledger.together("Excel 导入第 7 号"):
        for member in members:
            record(member, user, changes={"phone": ("手机", "1", "2")}, note="核对")
        assert Event.objects.count() == 1
    record(members[0], user)
    events = list(Event.objects.order_by("pk"))
    assert [event.sequence for event in events] == [1, 2, 3, 4, 5]
    assert events[1].sentence == f"修改委员{members[0]}（Excel 导入第 7 号）"
    assert Revision.objects.filter(event=events[2]).count() == 2
    assert list(ledger.verify(events[0].chain)) == []


def test_what_fails_half_way_leaves_no_act():
    user, member = make.UserFactory(), make.MemberFactory()

    def half_of_it():
        with transaction.atomic(), ledger.together("试写"):
            record(member, user)
            raise ValueError("half")

    with pytest.raises(ValueError, match="half"):
        half_of_it()
    record(member, user)
    assert Event.objects.get().sequence == 1


@pytest.mark.django_db(transaction=True)
def test_acts_are_put_together_in_a_transaction_only():
    with pytest.raises(RuntimeError, match="needs a transaction"), ledger.together("试写"):
        pass
