"""荣誉证书 of an award, worded as the office that keeps the awards words it."""

from proposals.enums import AwardKind
from proposals.models import Award
from reports.documents.papers import chinese_date
from reports.documents.sheets import CertificateSheet
from reports.queries.wording import wording_of
from reports.rules import Wording


def award_certificate(award: Award, **_) -> CertificateSheet:
    unit, on = award.office, award.decided_on
    words = {
        "年份": str(award.year),
        "单位": unit.name,
        "确定机构": award.decided_by,
        "编号": award.certificate,
        "日期": chinese_date(on),
        "获奖者": award.winner,
    }
    if award.proposal:
        words |= {"标题": award.proposal.title, "案号": award.proposal.issue.replace(" ", "")}
    said = wording_of(f"award_{award.kind}", unit, on).said(words)
    return certificate_sheet(unit.name, on, _addressed(award), said, words)


def certificate_sheet(unit: str, on, to: str, said: Wording, words: dict) -> CertificateSheet:
    noted = (f"联系方式：{said.contact}" if said.contact else "", said.footnote)
    return CertificateSheet(
        unit=said.issuer or unit,
        date=on,
        topic=words["获奖者"],
        to=to,
        lead=said.lead,
        closing=said.closing,
        number=words["编号"],
        footnote="　".join(filter(None, noted)),
    )


def _addressed(award: Award) -> str:
    """A person is addressed as one, with the unit in front."""
    if award.kind != AwardKind.PERSON:
        return award.winner
    return f"{award.unit.name if award.unit else ''}{award.person}同志"


SHEETS = {"award_certificate": award_certificate}
