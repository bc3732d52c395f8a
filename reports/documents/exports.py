"""What a list shows to a person under its filters: the same rows on the page, in the file, and in the job."""

from types import SimpleNamespace

from django.utils.datastructures import MultiValueDict

from consult.filters import ConsultationFilter
from consult.models import Assignment, Consultation, Matter
from rooms import practice


def rows_of(kind: str, user, query):
    """Return the QuerySet of a list; `query` maps each filter of the address to its values."""
    params = MultiValueDict(query)
    request = SimpleNamespace(user=user)
    if kind == "consultations":
        rows = Consultation.objects.visible_to(user)
        return ConsultationFilter(params, rows, request=request, pack=practice.current(None)).qs
    if kind == "assignments":
        return Assignment.objects.visible_to(user)
    return Matter.objects.visible_to(user).standing()
