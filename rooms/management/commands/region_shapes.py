"""Import the outlines of regions from a GeoJSON file, matched by code or name."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from members.models import Region
from members.workflow import Refused
from rooms.operations import import_shapes


class Command(BaseCommand):
    help = "Import outlines of regions for the map of rooms from a GeoJSON file (FeatureCollection)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", default="", help="where the outlines come from")

    def handle(self, *, file, source, **_):
        try:
            found = import_shapes(
                file.read_bytes(), regions=Region.objects.active(), by=None, source=source or file.name
            )
        except OSError as error:
            raise CommandError(f"读不了文件：{error}") from error
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"已导入 {len(found.kept)} 个区域的轮廓。")
        if found.unknown:
            self.stdout.write(f"对不上的 {len(found.unknown)} 个：{'、'.join(found.unknown[:20])}")
