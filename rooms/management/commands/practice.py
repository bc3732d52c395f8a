from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from members.workflow import Refused
from rooms import operations, practice
from rooms.models import PracticeVersion


class Command(BaseCommand):
    help = "Practice packs: list them, check a file, load a file as a version, explain one in Chinese."

    def add_arguments(self, parser):
        commands = parser.add_subparsers(dest="command", required=True)
        commands.add_parser("list", help="shipped packs and loaded versions")
        for name, told in (("check", "validate a file"), ("load", "validate a file and keep it as a version")):
            commands.add_parser(name, help=told).add_argument("file", type=Path)
        commands.add_parser("explain", help="tell a pack in Chinese").add_argument("code")

    def handle(self, *, command, **options):
        if command == "list":
            self.list_packs()
        elif command == "explain":
            self.stdout.write(practice.explain(found(options["code"])))
        else:
            self.read_file(options["file"], keep=command == "load")

    def list_packs(self):
        for code in practice.shipped():
            pack = practice.load(code)
            self.stdout.write(f"随程序提供  {pack.code}  {pack.version}  {pack.place}《{pack.name}》")
        for version in PracticeVersion.objects.defer("resolved", "text"):
            self.stdout.write(
                f"已载入      {version.code}  {version.version}  《{version.name}》  {version.loaded_at:%Y-%m-%d}"
            )

    def read_file(self, path, *, keep):
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"读不了 {path}：{error}") from error
        try:
            pack = practice.parse(text, name=path.name)
            version = operations.load_practice(text, by=None, name=path.name) if keep else None
        except (practice.PracticeError, Refused) as error:
            raise CommandError(str(error)) from error
        for warning in practice.warnings(pack):
            self.stderr.write(f"提醒：{warning}")
        done = f"已载入，编号 {version.pk}" if version else "没有错误"
        self.stdout.write(f"{pack.place}《{pack.name}》{pack.version} 版：{done}。")


def found(code: str) -> practice.Practice:
    version = PracticeVersion.objects.filter(code=code).order_by("-loaded_at", "-pk").first()
    if version:
        return practice.of(version)
    if code not in practice.shipped():
        raise CommandError(f"没有代码为 {code} 的做法。有：{'、'.join(practice.shipped())}")
    return practice.load(code)
