"""Reads that pages, gates and statistics share."""

from consult.queries.action import (
    assignments_for_list,
    events_of_matter,
    has_evidence,
    inbox_of,
    matters_for_list,
    open_assignments_of,
    out_of_reach,
    received_minutes,
    sent_minutes,
    signed_edition,
    similar_matters,
    submissions_for_list,
    tasks_waiting_for,
    with_deadlines,
)
from consult.queries.limits import Limit, limit, room_limit, under_limits, with_moments
from consult.queries.lists import for_list, overdue, waiting_for_me, waiting_of
from consult.queries.measures import (
    agreed_matters,
    composition_faults,
    dissents,
    key_of,
    measure,
    measure_all,
    standing_matters,
    unsent_city_matters,
)
from consult.queries.plan_tasks import plan_tasks
from consult.queries.room_tasks import with_sent
from consult.queries.saved import of_assignment_view, of_case_view, of_matter_view
from consult.queries.search import holding, pieces_of, search, similar_topics
from consult.queries.task import MOST_TASKS, Task
from consult.queries.tasks import in_order, running_cases, tasks_given, waiting_for, waiting_for_others
from consult.queries.team import room_staff, team_not_listed, team_of, team_on_list

__all__ = [
    "MOST_TASKS",
    "Limit",
    "Task",
    "agreed_matters",
    "assignments_for_list",
    "composition_faults",
    "dissents",
    "events_of_matter",
    "for_list",
    "has_evidence",
    "holding",
    "in_order",
    "inbox_of",
    "key_of",
    "limit",
    "matters_for_list",
    "measure",
    "measure_all",
    "of_assignment_view",
    "of_case_view",
    "of_matter_view",
    "open_assignments_of",
    "out_of_reach",
    "overdue",
    "pieces_of",
    "plan_tasks",
    "received_minutes",
    "room_limit",
    "room_staff",
    "running_cases",
    "search",
    "sent_minutes",
    "signed_edition",
    "similar_matters",
    "similar_topics",
    "standing_matters",
    "submissions_for_list",
    "tasks_given",
    "tasks_waiting_for",
    "team_not_listed",
    "team_of",
    "team_on_list",
    "under_limits",
    "unsent_city_matters",
    "waiting_for",
    "waiting_for_me",
    "waiting_for_others",
    "waiting_of",
    "with_deadlines",
    "with_moments",
    "with_sent",
]
