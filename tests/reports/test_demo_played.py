"""The demonstration is what a newcomer sees first: every case of the files plays through the verbs of the pages."""

import pytest

from consult.models import Consultation
from reports.management import demo
from reports.management.commands.demo import write

pytestmark = pytest.mark.django_db


def test_every_case_of_the_files_is_played():
    write()
    assert Consultation.objects.count() == len(demo.load().cases)
