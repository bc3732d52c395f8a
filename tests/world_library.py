"""What each side of tests/world.py is told of: a group of like problems, and its case written up."""

from django.utils import timezone

from reports.models import CaseStudy, CommonProblem, ProblemSource


def records(case, side, word: str) -> list:
    problem = CommonProblem.objects.create(
        region=side.room.unit.region, title=f"{word}停车难", own_words="停车", shared=f"{word}停车", rooms=3, sources=3
    )
    day = timezone.localdate()
    CommonProblem.objects.filter(pk=problem.pk).update(first_on=day, last_on=day)
    source = ProblemSource.objects.create(
        problem=problem, room=side.room, title=f"{word}停车难", on=day, likeness=100, topic=case.topic
    )
    texts = dict.fromkeys(("problem", "process", "result", "lesson"), f"{word}停车")
    study = CaseStudy.objects.create(case=case, title=f"{word}怎么停车", written_by=side.clerk, **texts)
    return [problem, source, study]
