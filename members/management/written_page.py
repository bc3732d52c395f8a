"""A page of docs/ that a command writes from the code, so that it cannot say anything else than the code does."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class WrittenPage(BaseCommand):
    """Write the page, or with --check say whether it still fits."""

    name: str
    written_from: str

    def page(self) -> str:
        raise NotImplementedError

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write nothing; fail when the page is out of date")

    def handle(self, *args, check, **options):
        path: Path = settings.BASE_DIR / "docs" / self.name
        page = self.page()
        if not check:
            path.write_text(page, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != page:
            raise CommandError(f"docs/{self.name} does not fit {self.written_from}; run: make diagram")
