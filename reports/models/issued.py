"""Papers that an office drafts and issues: bulletins, decisions that commend."""

from django.db import models
from django.db.models import Q

from members.models.places import lineage
from members.permissions.bulletins import OFFICES, READERS

# As the states of each of them call it.
ISSUED = "published"


class IssuedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A draft is its office's own; what was issued is for everybody who works in the region."""
        around = {above for path in user.paths_as(*READERS) for above in lineage(path)}
        issued = Q(state=ISSUED, unit__region__path__in=around)
        return self.filter(Q(unit__in=user.units_as(*OFFICES)) | issued)

    def issued(self):
        return self.filter(state=ISSUED)
