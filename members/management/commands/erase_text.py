from django.core.management.base import BaseCommand, CommandError

from members import operations
from members.models import Revision, User
from members.permissions import refusal
from members.workflow import Refused


class Command(BaseCommand):
    help = "Erase the typed texts of one row of the ledger on application, also of rows that no page of a case shows."

    def add_arguments(self, parser):
        parser.add_argument("row", help="chain and number as the ledger shows them, such as 420281-17")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who decided it; needs the right to")
        parser.add_argument("--reason", required=True, help="on whose application; this stays in the ledger")

    def handle(self, *, row, by, reason, **options):
        user = User.objects.filter(username=by, is_active=True).first()
        if user is None:
            raise CommandError(f"没有可以登录的账号 {by}。")
        chain, _, number = row.rpartition("-")
        rows = Revision.objects.for_page().filter(event__chain=chain, erased_at__isnull=True)
        texts = list(rows.filter(event__sequence=number)) if number.isdecimal() else []
        if not texts:
            raise CommandError(f"台账 {row} 没有可以删除的内容。")
        for text in texts:
            if not user.has_perm("members.erase_text", text):
                raise CommandError(refusal(user, "members.erase_text", text))
        try:
            for text in texts:
                operations.erase_text(text, by=user, reason=reason)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"已删除台账 {row} 的 {len(texts)} 处内容。")
