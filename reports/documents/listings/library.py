"""The libraries and the groups of like problems as Excel."""

from django.db.models import Prefetch

from consult.models import Consultation
from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing
from reports.models import CaseStudy, CommonProblem
from reports.queries import case_studies, library, problems
from reports.queries.narrowing import narrowed
from rooms import practice


def _ordered(rows, params, module):
    return narrowed(rows, params, module.RULES).order_by(*module.SORTS.get(params.get("sort"), module.SORTS["newest"]))


def _found_topics(params, request):
    """With the cases that the person sees: of a common topic many rooms have one."""
    cases = Consultation.objects.visible_to(request.user).select_related("room__unit", "practice")
    found = _ordered(library.topics_seen(request.user), params, library)
    return found.prefetch_related(Prefetch("consultations", cases.order_by("pk"), to_attr="seen_cases"))


def _found_problems(params, request):
    return _ordered(CommonProblem.objects.visible_to(request.user), params, problems)


def _found_studies(params, request):
    return _ordered(CaseStudy.objects.visible_to(request.user), params, case_studies)


def _topics(rows):
    """One row for each case of a topic, and one for a topic that no room has taken up."""
    for topic in library.for_topics(rows).iterator(BATCH):
        for case in topic.seen_cases or [None]:
            pack = case.pack if case else practice.current(topic.region)
            about = pack.topic_class(topic.topic_class)
            yield (
                topic.title,
                about.name if about else "",
                topic.region.name,
                topic.place,
                pack.topic_source(topic.source).name,
                topic.proposed_at,
                case.room.name if case else "",
                f"〔{case.year}〕第{case.number}号" if case else "",
                _outcome(case),
                case.ended_at if case else None,
            )


def _outcome(case) -> str:
    if case is None:
        return library.OUTCOMES["none"]
    return case.get_step_display() if case.is_running else case.get_ending_display()


def _problems(rows):
    for row in rows.select_related("common__topic").iterator(BATCH):
        yield (
            row.name,
            row.title,
            row.rooms,
            row.sources,
            row.years,
            row.likeness,
            row.first_on,
            row.last_on,
            row.get_state_display(),
            row.reason,
            str(row.common) if row.common_id else "",
        )


def _studies(rows):
    for row in rows.for_page().iterator(BATCH):
        yield (
            row.number_words,
            row.title,
            row.case.class_name,
            row.room.name,
            row.problem,
            row.process,
            row.result,
            row.lesson,
            row.get_state_display(),
            row.written_by.name,
            row.judged_at,
        )


LISTINGS = {
    "topic-library": Listing(
        "议题库",
        "reports.view_topic_library",
        _found_topics,
        (
            Column("议题", 44),
            Column("议题类别", 14),
            Column("所在区域", 16),
            Column("具体地点", 24),
            Column("来源", 18),
            Column("提出时间", 20, Kind.TIME),
            Column("联络室", 26),
            Column("协商编号", 18),
            Column("步骤或结果", 16),
            Column("结束时间", 20, Kind.TIME),
        ),
        _topics,
    ),
    "problems": Listing(
        "普遍性问题",
        "reports.view_problem",
        _found_problems,
        (
            Column("共同的词", 24),
            Column("比对的题目", 40),
            Column("联络室", 10, Kind.NUMBER),
            Column("条数", 8, Kind.NUMBER),
            Column("年度", 16),
            Column("相近程度（%）", 14, Kind.NUMBER),
            Column("最早", 14, Kind.DATE),
            Column("最近", 14, Kind.DATE),
            Column("处理", 16),
            Column("暂不处理的理由", 36),
            Column("共性议题", 40),
        ),
        _problems,
    ),
    "case-studies": Listing(
        "案例库",
        "reports.view_case_study",
        _found_studies,
        (
            Column("编号", 16),
            Column("标题", 40),
            Column("议题类别", 14),
            Column("联络室", 26),
            Column("问题", 60),
            Column("过程", 80),
            Column("结果", 60),
            Column("启示", 60),
            Column("状态", 12),
            Column("编写人", 12),
            Column("采用或退回时间", 20, Kind.TIME),
        ),
        _studies,
    ),
}
