import logging
import time

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from members.operations.relay import Relay

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Ring once a second for jobs that nobody answered, and order the periodic ones."

    def handle(self, **options):
        relay = Relay()
        while True:
            close_old_connections()
            try:
                relay.turn()
            except DatabaseError:
                # The rows are safe; the database comes back, or a person reads this line.
                log.exception("the database did not answer, trying again")
            time.sleep(1)
