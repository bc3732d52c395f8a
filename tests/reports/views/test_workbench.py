import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["柳湖白杨", "lhby", "liuhubaiyang", "byc", "白杨村"])
def test_a_room_is_found_in_the_search_box_by_both_its_names(client, house, words):
    unit = house.room.unit
    unit.name, unit.short_name = "白杨村政协委员联络室", "柳湖白杨"
    unit.save(update_fields=["name", "short_name"])
    client.force_login(house.clerk)
    groups = client.get(reverse("reports:search"), {"q": words}).context["found"]
    assert [(group["name"], [row[0] for row in group["rows"]]) for group in groups] == [("联络室", [unit.name])]
