"""Rule documents of the demonstration: each version goes into the library as the circular by which it was issued."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from members.operations import upload
from reports.documents.papers import CircularPaper, Imprint, paragraphs_from
from reports.documents.pdf import render
from rooms.models import RuleDocument
from rooms.operations.rules import publish_document, publish_version

ISSUER = "市委“协商在一线”工作领导小组"
RECIPIENTS = "各乡镇（街道、高新区）党（工）委，市直有关单位，各政协委员联络室"


def publish(rule, version, *, first: bool, unit, by) -> None:
    """Publish one version on its day: the document with its first one, and each later one in its place."""
    today = timezone.localdate()
    reference = version.reference.format(year=today.year)
    content = ContentFile(_paper(rule.title, version.text, reference, unit, today), name=f"{rule.title}.pdf")
    given = {
        "files": [upload(content, by=by).pk],
        "issuer": ISSUER,
        "reference": reference,
        "issued_on": today,
        "effective_on": today + timedelta(days=version.effective - version.issued),
        "note": version.note,
    }
    if first:
        about = {"title": rule.title, "category": rule.category, "summary": rule.summary}
        publish_document(by=by, unit=unit, region=unit.region, **about, **given)
    else:
        publish_version(RuleDocument.objects.get(title=rule.title, unit=unit), by=by, **given)


def _paper(title: str, text: str, reference: str, unit, on) -> bytes:
    return render(
        CircularPaper(
            mark=f"{ISSUER}文件",
            number=reference,
            title=f"关于印发《{title}》的通知",
            recipients=RECIPIENTS,
            organ=ISSUER,
            date=on,
            imprint=Imprint(organ=unit.name, date=on),
            opening=paragraphs_from(f"现将《{title}》印发给你们，请结合实际贯彻执行。\n{text.strip()}"),
        )
    )
