"""The sheet of paper: what is rated, every answer to be ticked, no name of a rater."""

import pytest
from django.urls import reverse

from reports.documents.evaluation_sheets import evaluation_form
from reports.models import Document
from tests.consult.evaluation import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return scene.done()


def test_the_sheet_asks_what_the_form_asks_and_names_nobody(house):
    round = scene.opened(house)
    sheet = evaluation_form(round)
    told = {entry.label: entry.value for entry in sheet.entries}
    assert (sheet.title, sheet.topic, sheet.unit) == (round.form.name, round.about, house.room.unit.name)
    assert told["办理结果"] == "□满意　□基本满意　□不满意"
    assert "□已办结但问题没有解决" in told["总体评价"]
    assert sheet.lines[0].label == "意见和建议（评“不满意”的请写明理由）"
    assert all(rater.user.name not in str(sheet) for rater in scene.invited(round))


def test_who_runs_the_round_prints_it_from_its_page(house, client):
    round = scene.opened(house)
    client.force_login(house.clerk)
    url = reverse("reports:paper", args=["evaluation_form", round.pk])
    assert url in client.get(round.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 200
    client.post(reverse("reports:order_document", args=["evaluation_form", round.pk]))
    assert Document.objects.get(kind="evaluation_form").object == round
