"""What each side of tests/world.py is told of: an article about its room."""

from datetime import date

from reports.models import MediaArticle
from tests import factories as make


def records(side, word: str) -> list:
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
    return [article]
