import re
from dataclasses import replace
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from consult.models import MinutesEdition
from reports import operations
from reports.documents.content import paper_from
from reports.documents.making import make
from reports.documents.plain_text import expected_text

UNFIT = re.compile(r'[\\/:*?"<>|\s]+')


class Command(BaseCommand):
    help = "Write every signed-off edition of the minutes as PDF and Word into a folder."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--all", action="store_true", help="every room; otherwise name rooms with --room")
        parser.add_argument("--room", action="append", default=[], help="name of a room, may be given several times")
        parser.add_argument("--text", action="store_true", help="also write the text that each PDF must show")

    def handle(self, *, folder, room, **options):
        if not options["all"] and not room:
            raise CommandError("请写 --all，或用 --room 指定联络室。")
        editions = MinutesEdition.objects.select_related("minutes__consultation__room__unit", "signed_by").order_by(
            "pk"
        )
        if room:
            editions = editions.filter(minutes__consultation__room__unit__name__in=room)
        folder.mkdir(parents=True, exist_ok=True)
        for edition in editions.iterator():
            self._write(edition, folder, with_text=options["text"])
        self.stdout.write(f"已导出 {editions.count()} 份协商纪要到 {folder}")

    def _write(self, edition, folder, *, with_text):
        document = operations.of_edition(edition)
        made = make(document)
        if not document.made_at:
            files = {name: getattr(made, name) for name in made.__dataclass_fields__}
            document = operations.keep(document, **files)
        if document.sha256 != made.sha256:
            self.stderr.write(f"{document.title}：重新生成的文件与存档不一致，版式或字体有变动；导出的是存档文件。")
            with document.file.open("rb") as file:
                made = replace(made, pdf=file.read())
        stem = folder / name_of(edition)
        stem.with_name(f"{stem.name}.pdf").write_bytes(made.pdf)
        stem.with_name(f"{stem.name}.docx").write_bytes(made.word)
        if with_text:
            text = expected_text(paper_from(document))
            stem.with_name(f"{stem.name}.txt").write_text(text, encoding="utf-8")


def name_of(edition) -> str:
    """白杨社区-2026年第3期-更正1-关于……的协商纪要."""
    minutes = edition.minutes
    correction = f"-更正{edition.edition}" if edition.edition else ""
    room = minutes.consultation.room.unit.short_name
    return UNFIT.sub("", f"{room}-{minutes.year}年第{minutes.number}期{correction}-{edition.paper['title']}")[:100]
