"""The map of rooms: outlines where they are known, cells where not; distances; a file of outlines."""

import json
from math import dist
from random import Random

import pytest
from django.urls import reverse

from members.workflow import Refused
from rooms import operations
from rooms.charts.cells import cells, frame_around
from rooms.charts.room_map import SIZE, draw
from rooms.models import RegionShape, Room
from rooms.models.geometry import area_of, centre_of, contains, distance_km, simplified
from rooms.workflow.mapping import picture_of, small_picture
from tests import factories as make

SQUARE = [[114.8, 30.0], [115.0, 30.0], [115.0, 30.2], [114.8, 30.2], [114.8, 30.0]]


def collection(*features) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def feature(told, ring=SQUARE, kind="Polygon"):
    rings = [ring] if kind == "Polygon" else [[ring]]
    return {"type": "Feature", "properties": told, "geometry": {"type": kind, "coordinates": rings}}


def test_distances_are_those_of_the_ground():
    assert distance_km((114.3, 30.6), (114.3, 30.6)) == 0
    # Wuhan to Huangshi, some seventy kilometers.
    assert 72 < distance_km((114.31, 30.59), (115.04, 30.20)) < 84
    assert round(distance_km((0, 0), (180, 0))) == 20015


def test_plane_figures():
    assert centre_of(SQUARE[:-1]) == pytest.approx((114.9, 30.1))
    assert area_of(SQUARE[:-1]) == pytest.approx(0.04)
    assert contains(SQUARE[:-1], (114.9, 30.1))
    assert not contains(SQUARE[:-1], (115.1, 30.1))
    line = [(0.0, 0.0), (1.0, 0.001), (2.0, 0.0), (2.0, 2.0)]
    assert simplified(line, 0.01) == [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0)]


def test_cells_divide_the_frame_among_the_centres():
    centres = [(0.0, 0.0), (1.0, 0.0), (0.4, 1.0)]
    frame = frame_around(centres)
    found = cells(centres, frame)
    assert sum(area_of(ring) for ring in found) == pytest.approx(area_of(frame))
    assert all(contains(ring, centre) for ring, centre in zip(found, centres, strict=True))


def test_every_place_of_a_frame_with_many_centres_lies_in_the_cell_of_the_nearest():
    chance = Random(1)
    centres = [(chance.random(), chance.random()) for _ in range(60)]
    frame = frame_around(centres)
    found = cells(centres, frame)
    assert sum(area_of(ring) for ring in found) == pytest.approx(area_of(frame))
    places = [(chance.random(), chance.random()) for _ in range(200)]
    nearest = [min(range(60), key=lambda number: dist(centres[number], place)) for place in places]
    assert all(contains(found[number], place) for number, place in zip(nearest, places, strict=True))


@pytest.mark.django_db
def test_outlines_are_drawn_where_they_are_known(house):
    region = house.room.unit.region
    RegionShape.objects.create(region=region, rings=[SQUARE[:-1]], longitude="114.9", latitude="30.1")
    Room.objects.filter(pk=house.room.pk).update(longitude="114.95", latitude="30.05")
    room = Room.objects.for_page().get(pk=house.room.pk)
    shown = picture_of([room, house.other_room])
    picture = shown["picture"]
    assert [area.region for area in picture.areas] == [region]
    assert [pin.room for pin in picture.pins] == [room]
    assert picture.unplaced == [house.other_room]
    assert not picture.is_schematic
    pin = picture.pins[0]
    assert 0 < pin.x < picture.width
    assert 0 < pin.y < picture.height


@pytest.mark.django_db
def test_without_any_outline_the_map_is_a_sketch_of_cells(house):
    for pk, x in ((house.room.pk, "114.8"), (house.other_room.pk, "115.0")):
        Room.objects.filter(pk=pk).update(longitude=x, latitude="30.1")
    rooms = list(Room.objects.for_page().order_by("pk"))
    picture = picture_of(rooms)["picture"]
    assert (len(picture.areas), len(picture.pins), picture.is_schematic) == (2, 2, True)


@pytest.mark.django_db
def test_a_map_of_which_nothing_is_known_is_drawn_all_the_same(house):
    picture = draw([house.room.unit.region], [], shapes={})
    assert (len(picture.areas), picture.pins) == (1, [])


@pytest.mark.django_db
def test_the_page_leads_to_each_room_and_narrows_by_its_filters(house, client):
    Room.objects.filter(pk=house.room.pk).update(longitude="114.8", latitude="30.1")
    client.force_login(house.leading_office)
    told = client.get(reverse("rooms:map")).content.decode()
    assert f'<a class="pin-link" href="/rooms/{house.room.pk}/"><title>{house.room.unit.name}' in told
    told = client.get(reverse("rooms:map"), {"state": "withdrawn"}).content.decode()
    assert house.room.unit.name not in told
    told = client.get(reverse("rooms:map"), {"region": house.room.unit.region_id}).content.decode()
    assert f"<h1>{house.room.unit.region.name}</h1>" in told
    assert house.other_room.unit.name not in told


@pytest.mark.django_db
def test_outlines_come_out_of_a_file_by_code_or_by_name(house):
    first, second = house.room.unit.region, house.other_room.unit.region
    file = collection(
        feature({"code": first.code}), feature({"name": second.name}, kind="MultiPolygon"), feature({"name": "别处"})
    )
    found = operations.import_shapes(file, regions=[first, second], by=house.leading_office)
    assert (found.kept, found.unknown) == ([first, second], ["别处"])
    shape = RegionShape.objects.get(region=first)
    assert shape.rings == [[[114.8, 30.0], [115.0, 30.0], [115.0, 30.2], [114.8, 30.2]]]
    assert shape.point == (114.9, 30.1)
    operations.import_shapes(file, regions=[first, second], by=house.leading_office)
    assert RegionShape.objects.count() == 2


REFUSED = [
    (b"\x00\x01", "不是 GeoJSON"),
    (b"[1, 2]", "FeatureCollection"),
    (collection(feature({"name": "别处"})), "没有一个区域对得上"),
    (b"[" * 100_000, "不是 GeoJSON"),
    (b"x" * 8_000_001, "文件太大"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("content", "why"), REFUSED, ids=[why for _, why in REFUSED])
def test_a_file_that_is_none_is_refused_and_changes_nothing(house, content, why):
    with pytest.raises(Refused, match=why):
        operations.import_shapes(content, regions=[house.room.unit.region], by=house.leading_office)
    assert not RegionShape.objects.exists()


@pytest.mark.django_db
def test_swapped_or_foreign_coordinates_are_refused(house):
    region = house.room.unit.region
    swapped = [[y, x] for x, y in SQUARE]
    with pytest.raises(Refused, match="先经度、后纬度"):
        operations.import_shapes(collection(feature({"code": region.code}, swapped)), regions=[region], by=house.admin)
    broken = feature({"code": region.code}, [["x", 1]])
    with pytest.raises(Refused, match="轮廓写得不对"):
        operations.import_shapes(collection(broken), regions=[region], by=house.admin)


@pytest.mark.django_db
def test_a_room_is_placed_by_both_numbers_or_by_none(house, client):
    client.force_login(house.clerk)
    url = reverse("rooms:edit_particulars", args=[house.room.pk])
    told = {"version": house.room.version, "longitude": "114.9", "latitude": ""}
    page = client.post(url, told)
    assert page.status_code == 422
    assert "要一起填写" in page.content.decode()
    client.post(url, told | {"latitude": "30.1", "opening_hours": "周一 9:00—11:00"})
    room = Room.objects.get(pk=house.room.pk)
    assert (room.point, room.opening_hours) == ((114.9, 30.1), "周一 9:00—11:00")
    assert make.RoomFactory().distance_km((114.9, 30.1)) is None
    assert room.distance_km((114.9, 30.1)) == 0


@pytest.mark.django_db
def test_no_mark_hides_the_name_of_its_place(house, client):
    """The name goes aside, and is drawn over whatever mark is left beneath it; a small picture names one place."""
    for each in (house.room, house.other_room):
        RegionShape.objects.create(region=each.township, rings=[SQUARE[:-1]], longitude="114.9", latitude="30.1")
    Room.objects.filter(pk=house.room.pk).update(longitude="114.9", latitude="30.1")
    room = Room.objects.for_page().get(pk=house.room.pk)
    large, small = picture_of([room, house.other_room])["picture"], small_picture(room)
    for picture in (large, small):
        [area] = [each for each in picture.areas if each.region == room.township]
        assert abs(area.y - picture.pins[0].y) > 2 * SIZE
    assert [len([each for each in picture.areas if each.name]) for picture in (large, small)] == [2, 1]
    client.force_login(house.clerk)
    page = client.get(reverse("rooms:map")).text
    assert page.index('class="pin is-') < page.index("area-name")
