"""How long a consultation stood at each of its stops."""

from django.db import models

from consult.enums import Step
from consult.models.consultation import Consultation


class StagePassage(models.Model):
    """环节停留: one stop that a consultation has left. Where it stands now is on its own row."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="passages")
    stage = models.CharField(max_length=40)
    step = models.CharField(max_length=20, choices=Step.choices)
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField()
    # Calendar days between the two dates: a stop that is left on the day itself took none.
    days = models.PositiveIntegerField()
    # Whether the step was done with it: the next stop is of a later step, or the case was closed.
    ends_step = models.BooleanField()

    class Meta:
        verbose_name = verbose_name_plural = "环节停留"
        ordering = ["left_at", "pk"]

    def __str__(self):
        return f"{self.get_step_display()} {self.days} 天"
