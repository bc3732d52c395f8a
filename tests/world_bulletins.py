"""What each side of tests/world.py tells of its work: an article, a highlight, a contribution, a draft of an issue."""

from datetime import date

from reports.models import Album, Bulletin, BulletinItem, Contribution, Highlight, MediaArticle
from tests import factories as make


def records(case, side, word: str) -> list:
    """An issue is the office's own: its words are those of a side only where the office reads that side."""
    article = MediaArticle.objects.create(
        office=make.leading_office(),
        room=side.room,
        outlet=f"{word}日报",
        level="county",
        published_on=date(2026, 3, 2),
        title=f"{word}见报",
        link="https://example.com/1",
        entered_by=side.clerk,
    )
    marked = {"room": side.room, "on": date(2026, 3, 3), "marked_by": side.convener}
    highlight = Highlight.objects.create(case=case, sentence=f"{word}办得好", **marked)
    contribution = Contribution.objects.create(
        room=side.room, title=f"{word}见成效", text=f"{word}的做法", sent_by=side.clerk
    )
    bulletin = Bulletin.objects.create(
        unit=make.leading_office(), title=f"{word}专刊", reported_to="市委", written_by=side.clerk
    )
    item = BulletinItem.objects.create(bulletin=bulletin, position=1, heading=f"{word}小标题", text=word)
    album = Album.objects.create(unit=side.room.unit, year=2026, title=f"{word}画册", ordered_by=side.clerk)
    return [album, article, highlight, contribution, bulletin, item]
