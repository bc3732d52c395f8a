"""What hangs on the wall of a room, and its check sheet: A3 and A4, with all that must stand on them."""

from dataclasses import replace
from io import BytesIO

import pdfplumber
import pytest
from django.utils import timezone
from PIL import Image

from members.models import Attachment
from members.operations import upload
from reports.documents import content, pdf
from reports.documents.poster_layout import poster_html
from reports.models import Document
from reports.queries.documents import Subject
from rooms import operations
from rooms.models import ChecklistEntry, Room
from tests import factories as make

pytestmark = pytest.mark.django_db

A3 = (842, 1191)


@pytest.fixture
def room(house):
    make.daye()
    for name in ("沈雅琴", "邓国梁"):
        make.posted_member(house.room, name=name, sector="教育界")
    make.RepresentativeFactory(room=house.room, name="胡长庚", title="小区党支部书记", phone="13800001111")
    Room.objects.filter(pk=house.room.pk).update(
        hall="协商议事厅", address="白杨路18号", phone="0714-8725518", opening_hours="周一至周五 8:30—11:30"
    )
    operations.add_service(house.room, by=house.clerk, name="舒心小屋", hours="周三下午", starts_on=make.LONG_AGO)
    return Room.objects.for_page().get(pk=house.room.pk)


def made(kind, room) -> tuple[bytes, Document]:
    found = content.of_record(kind, room)
    document = Document(kind=kind, content=found.data, version=found.version)
    return pdf.render(content.paper_from(document)), document


def pages(file: bytes) -> list:
    with pdfplumber.open(BytesIO(file)) as book:
        return [((round(page.width), round(page.height)), page.extract_text() or "") for page in book.pages]


def test_the_poster_is_one_sheet_of_a3_that_names_everybody_and_no_private_telephone(room):
    file, _ = made("room_poster", room)
    [(size, text)] = pages(file)
    assert size == A3
    told = text.replace(" ", "").replace("\n", "")
    wanted = [room.name, "村（社区）联络室", "协商议事厅", "白杨路18号", "0714-8725518", "周一至周五", "8:30—11:30"]
    wanted += ["沈雅琴", "邓国梁", "教育界", "罗建平", "第一召集人", "胡长庚", "小区党支部书记", "舒心小屋", "周三下午"]
    assert [word for word in wanted if word not in told] == []
    assert "13800001111" not in told


@pytest.mark.parametrize(
    ("members", "columns", "is_dense"), [(5, 5, False), (7, 7, False), (8, 8, False), (10, 5, True)]
)
def test_a_full_poster_is_set_closer_before_it_runs_into_its_foot(room, members, columns, is_dense):
    found = content.of_record("room_poster", room)
    paper = content.paper_from(Document(kind="room_poster", content=found.data, version=found.version))
    html = poster_html(replace(paper, members=paper.members[:1] * members, services=paper.services * 2))
    assert f'class="faces of{columns}"' in html
    assert ('class="page dense"' in html) == is_dense


def test_a_member_s_photo_stands_on_the_poster(room, house, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    before, _ = made("room_poster", room)
    target = BytesIO()
    Image.new("RGB", (300, 400), "#336699").save(target, "JPEG")
    target.name, target.size = "face.jpg", len(target.getvalue())
    target.seek(0)
    photo = upload(target, by=house.clerk, kind="photo")
    member = room.postings.first().member
    Attachment.objects.filter(pk=photo.pk).update(owner_type=_type(member), owner_id=str(member.pk))
    after, document = made("room_poster", room)
    assert document.content["photos"] == [{"attachment": photo.pk, "caption": ""}]
    with pdfplumber.open(BytesIO(after)) as book:
        assert len(book.pages[0].images) == 1
    assert len(after) > len(before)


def _type(row):
    return Attachment._meta.get_field("owner_type").related_model.objects.get_for_model(row)


def test_the_plates_are_three_sheets_of_a3_out_of_the_pack(room):
    file, _ = made("room_plates", room)
    found = pages(file)
    assert [size for size, _ in found] == [A3] * 3
    duties, rules, flow = (text.replace(" ", "").replace("\n", "") for _, text in found)
    assert "工作职责" in duties
    assert "坚持不调研不协商" in duties
    assert "工作制度" in rules
    assert "工作流程图" in flow
    assert all(step in flow for step in ("确定议题", "调查研究", "协商讨论", "成果转化"))


def test_the_check_sheet_says_what_is_there_and_since_when_it_is_not(room, house):
    told = {"checklist": "eight", "recorded_by": house.clerk, "on": timezone.localdate().replace(day=1)}
    ChecklistEntry.objects.create(room=room, item="sign", name="标识牌", is_there=True, **told)
    ChecklistEntry.objects.create(room=room, item="watch", name="委员监督岗", is_there=False, **told)
    file, _ = made("room_check", room)
    [(size, text)] = pages(file)
    assert size == (595, 842)
    assert "1/8" in text
    assert "起缺" in text.replace("\n", "").replace(" ", "")


def test_the_page_of_the_poster_orders_it_for_who_keeps_the_room_and_for_the_leading_office(room, house, client):
    for user, status in ((house.clerk, 302), (house.leading_office, 302), (house.township, 302), (house.auditor, 403)):
        client.force_login(user)
        url = f"/documents/room_poster/{room.pk}/"
        assert client.get(url).status_code == 200
        assert client.post(f"{url}order/").status_code == status
    assert Subject("room_poster", room).documents().count() == 1
    client.force_login(house.other_clerk)
    assert client.get(f"/documents/room_poster/{room.pk}/").status_code == 404
