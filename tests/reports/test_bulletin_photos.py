"""Photos of a contribution in 工作简报: chosen, ordered and captioned by the office, on paper and in Word."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from PIL import Image

from members.workflow import Refused
from reports.documents import content, making, word
from reports.documents.papers import Picture
from reports.models import Document
from reports.operations import bulletin_items, bulletins
from tests.reports import bulletin_scene as scene
from tests.reports.test_albums import files, photo

pytestmark = pytest.mark.django_db
__all__ = ["files"]


@pytest.fixture
def item(house):
    """A contribution with an upright and a broad photo, taken up in a draft."""
    row = scene.sent(house)
    for size in ((600, 800), (1600, 1200)):
        photo(row, by=house.clerk, size=size)
    return bulletin_items.take_up(scene.drafted(house), by=house.leading_office, contributions=[row])[0]


def keys(item) -> list[int]:
    return list(item.contribution.attachments.order_by("pk").values_list("pk", flat=True))


def printed(item) -> list[Picture]:
    data = {"paper": bulletins.paper_of(item.bulletin)}
    (section,) = content.paper_from(Document(kind="bulletin", content=data)).sections
    return [block for block in section.blocks if isinstance(block, Picture)]


def chosen(item, house, *photos):
    told = [{"attachment": key, "caption": caption} for key, caption in photos]
    values = {"heading": item.heading, "text": item.text, "version": item.version}
    return bulletin_items.edit(item, by=house.leading_office, photos=told, **values)


def test_nothing_is_printed_that_the_office_did_not_choose(item):
    assert printed(item) == []


def test_photos_are_printed_in_the_order_of_the_office_with_its_captions(item, house, client):
    upright, broad = keys(item)
    client.force_login(house.leading_office)
    url = reverse("reports:edit_item", args=[item.pk])
    assert len(client.get(url).context["form"].pictures) == 2
    words = {"heading": item.heading, "text": item.text, "version": item.version}
    places = {f"place_{broad}": 1, f"caption_{broad}": "板凳会上话改造", f"place_{upright}": 2}
    assert client.post(url, {**words, **places}).status_code == 302
    item.refresh_from_db()
    assert [(row["attachment"], row["caption"]) for row in item.photos] == [(broad, "板凳会上话改造"), (upright, "")]
    assert [(picture.caption, picture.size) for picture in printed(item)] == [
        ("板凳会上话改造", (1000, 750)),
        ("", (600, 800)),
    ]


def test_only_photos_of_its_own_contribution_are_printed(item, house):
    other = photo(scene.sent(house, title="另一篇"), by=house.clerk)
    with pytest.raises(Refused, match="已经移除"):
        chosen(item, house, (other.pk, ""))


def test_a_caption_that_names_somebody_is_seen_before_it_is_issued(item, house):
    assert bulletins.queries.private_hits(item.bulletin) == []
    chosen(item, house, (keys(item)[0], "居民电话13812345678"))
    assert [hit.excerpt for hit in bulletins.queries.private_hits(item.bulletin)] != []


def test_the_issue_keeps_its_photos_and_word_has_them_too(item, house):
    chosen(item, house, (keys(item)[1], "板凳会上话改造"))
    bulletin = scene.issued(house, item.bulletin)
    document = Document(kind="bulletin", content={"paper": bulletin.paper})
    paper = content.paper_from(document)
    assert making.make(document).pdf.startswith(b"%PDF")
    with ZipFile(BytesIO(word.draft(paper))) as archive:
        (name,) = [each for each in archive.namelist() if each.startswith("word/media/")]
        with Image.open(BytesIO(archive.read(name))) as picture:
            assert picture.size == (1000, 750)
        assert "板凳会上话改造" in archive.read("word/document.xml").decode()
