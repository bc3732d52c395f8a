"""Registers, rule documents, leading groups and hearings of one side of the world."""

from django.core.files.base import ContentFile

from members.enums import UnitKind
from members.models import Attachment
from rooms.models import GuidanceContact
from rooms.operations import assemblies, duties, groups, hearings, rules
from tests import factories as make

DAY = make.LONG_AGO


def uploaded(by, name="制度.pdf", media_type="application/pdf", content=b"%PDF-1.4", **fields) -> Attachment:
    """A file that went up and that no record owns yet."""
    row = Attachment(name=name, media_type=media_type, size=len(content), sha256="0" * 64, uploaded_by=by, **fields)
    row.file.save(name, ContentFile(content), save=False)
    row.save()
    return row


def assembly(side, **fields):
    values = {
        "by": side.clerk,
        "unit": side.room.unit,
        "region": side.room.unit.region,
        "kind": "mobilisation",
        "held_on": DAY,
        "place": "社区会议室",
        "organiser": "社区党总支",
        "theme": "动员部署",
        "party_came": 30,
        "mass_came": 12,
    }
    return assemblies.record_assembly(**{**values, **fields})


def duty(side, **fields):
    values = {"kind": "liaison", "name": "胡长庚", "phone": "13800000002", "starts_on": DAY}
    return duties.add_duty(side.room.unit, by=side.clerk, **{**values, **fields})


def rule(by, *, unit=None, region=None, **fields):
    unit = unit or make.leading_office()
    values = {
        "title": "工作督办方案",
        "category": "supervision",
        "issuer": "领导小组办公室",
        "issued_on": DAY,
        "effective_on": DAY,
    }
    if "files" not in fields:
        fields["files"] = [uploaded(by).pk]
    return rules.publish_document(by=by, unit=unit, region=region or unit.region, **{**values, **fields})


def group(side, **fields):
    unit = side.room.approver
    values = {"name": "工作领导小组", "founded_on": DAY, "duties": "统筹协商工作。"}
    found = groups.found_group(by=side.township, unit=unit, region=unit.region, **{**values, **fields})
    groups.appoint(found, by=side.township, post="head", name="陈立新", title="党工委书记", starts_on=DAY)
    return found


def hearing(side, **fields):
    unit = side.room.approver
    values = {
        "held_on": DAY,
        "body": unit.name,
        "meeting": "党工委会议",
        "reporters": [side.room.unit],
        "reported": "半年工作情况。",
    }
    return hearings.record_hearing(by=side.township, unit=unit, region=unit.region, **{**values, **fields})


def records(side) -> list:
    """One row of every model of the registers; who sees them is wider than the circle of a case."""
    word = side.room.unit.short_name
    side_assembly = assembly(side, theme=word)
    side_duty = duty(side, name=f"{word}甲")
    region = side.room.unit.region
    township_rule = rule(side.clerk, region=region, title=f"{word}工作细则")
    side_group = group(side, name=f"{word}领导小组")
    side_hearing = hearing(side, meeting=f"{word}专题会")
    asked = hearings.ask_for(side_hearing, by=side.township, text=f"{word}整改", unit=side.room.unit)
    guides = make.UnitFactory(name=f"{word}工作指导组", kind=UnitKind.GUIDANCE)
    # Its key is the group's, so that the address of a new contact is met as well.
    contact = GuidanceContact.objects.create(pk=guides.pk, unit=guides, post="contact", name="组长", starts_on=DAY)
    return [
        side_assembly,
        side_duty,
        township_rule,
        township_rule.versions.get(),
        side_group,
        side_group.people.get(),
        side_hearing,
        asked,
        contact,
    ]
