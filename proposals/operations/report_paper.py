"""要报、专报 as they are printed: one dictionary, which does not change once the report was issued."""

from django.utils import timezone

from proposals.models import SpecialReport

MARKING = "内部资料　注意保存"


def paper_of(report: SpecialReport) -> dict:
    """The serial of a report; of a draft with today's date and without a number."""
    return {
        "mark": report.get_kind_display(),
        "marking": MARKING if report.is_internal else "",
        "number": f"{report.year}年第{report.number}期" if report.number else "（未编号）",
        "correction": "",
        "organ": report.office.name,
        "date": (report.issued_on or timezone.localdate()).isoformat(),
        "title": report.title,
        "lead": report.lead,
        "body": report.body,
        "contact": report.contact,
        "recipients": [
            {"label": label, "text": text}
            for label, text in (("报", report.reported_to), ("送", report.sent_to), ("发", report.copied_to))
            if text
        ],
        "copies": f"共印{report.copies}份" if report.copies else "",
        "sign_off": report.signed_off_by,
    }
