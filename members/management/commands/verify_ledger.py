import sys

from django.core.management.base import BaseCommand

from members import ledger
from members.models import Event


class Command(BaseCommand):
    help = "Prove that no row of the ledger was changed, left out or put in between; ends with 1 when one was."

    def add_arguments(self, parser):
        parser.add_argument("chains", nargs="*", help="city codes; all chains unless named")

    def handle(self, *, chains, **options):
        known = list(Event.objects.order_by("chain").values_list("chain", flat=True).distinct())
        faults = 0
        for chain in chains or known:
            found = list(ledger.verify(chain))
            faults += len(found)
            count = Event.objects.filter(chain=chain).count()
            self.stdout.write(f"{chain}：{count} 条，{'有 ' + str(len(found)) + ' 处不符' if found else '完好'}")
            for sentence in found:
                self.stdout.write(f"  {sentence}")
        if not known:
            self.stdout.write("台账还是空的。")
        if faults:
            sys.exit(1)
