"""What a proposal became outside of its own life: a topic that was put forward for a plan."""

from django.db import models

from consult.models import Nomination
from members.permissions import Scope
from proposals.models.proposal import Proposal


class ProposalNomination(models.Model):
    """提案转化为议题: one nomination that was made of a proposal; the one keeps its own life beside the other."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="nominated")
    nomination = models.OneToOneField(Nomination, models.CASCADE, related_name="of_proposal")

    class Meta:
        verbose_name = verbose_name_plural = "提案荐题"
        ordering = ["pk"]

    def __str__(self):
        return str(self.nomination)

    def rights_scope(self) -> Scope:
        return self.proposal.rights_scope()
