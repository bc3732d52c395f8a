"""What tests of highlights, contributions and bulletins begin with."""

from datetime import date

from django.utils import timezone

from reports.models import Bulletin, Contribution, Highlight
from reports.operations import bulletin_items, bulletins, contributions, highlights
from rooms.models import Activity
from tests import factories as make


def activity(house, **fields) -> Activity:
    told = {"room": house.room, "kind": "visit", "on": date(2026, 3, 2), "what": "走访高温作业的环卫工人", "amount": 8}
    return Activity.objects.create(created_by=house.clerk, **told | fields)


def marked(house, thing=None, *, sentence="把冷饮送到环卫工人手里", on=date(2026, 3, 2)) -> Highlight:
    return highlights.mark(thing or activity(house), by=house.convener, sentence=sentence, on=on)


def sent(house, *, title="六步议事见成效", text="白杨社区把协商桌搬到小区。", **fields) -> Contribution:
    return contributions.send(house.room, by=house.clerk, title=title, text=text, **fields)


def drafted(house, *, reported_to="市委、市政府", **fields) -> Bulletin:
    told = {"title": "各联络室协商见成效", "reported_to": reported_to}
    return bulletins.start(make.leading_office(), by=house.leading_office, **told | fields)


def written(house, bulletin, *, heading="小标题", text="一段正文。"):
    return bulletin_items.write(bulletin, by=house.leading_office, heading=heading, text=text)


def issued(house, bulletin, **fields) -> Bulletin:
    bulletin.refresh_from_db()
    signed = {"signed_off_by": "秦岚", "issued_on": timezone.localdate(), "version": bulletin.version}
    return bulletins.issue(bulletin, by=house.leading_office, **signed | fields)
