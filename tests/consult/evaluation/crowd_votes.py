"""Many raters of one round who all press at the same moment, each of them twice."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from consult.enums.evaluation import RaterKind, RaterWay
from consult.models import Evaluation, EvaluationInvitation
from consult.steps import evaluation
from consult.steps.evaluation_answers import TWICE
from members.workflow import Refused
from tests.consult.evaluation import scene

HANDS = 8


def vote_twice_each(house, count: int) -> tuple[int, int]:
    """How many votes there are in the end, and how many presses were told that the vote was there already."""
    round = scene.opened(house, raters=())
    EvaluationInvitation.objects.bulk_create(
        EvaluationInvitation(
            round=round,
            kind=RaterKind.MASS,
            way=RaterWay.LINK,
            name=f"{number} 号",
            token_hash=f"{number:064}",
            expires_at=timezone.now() + timedelta(days=1),
            invited_by=house.clerk,
        )
        for number in range(count)
    )
    gate, refused = threading.Barrier(HANDS), []

    def work(own):
        gate.wait()
        for invitation in own:
            try:
                evaluation.answer(invitation, data=scene.GOOD)
            except Refused as told:
                refused.append(str(told))
        connection.close()

    # Two hands hold each invitation, in opposite order.
    rows = list(round.invitations.for_page())
    shares = [rows[hand :: HANDS // 2] for hand in range(HANDS // 2)]
    shares += [list(reversed(share)) for share in shares]
    with ThreadPoolExecutor(HANDS) as pool:
        list(pool.map(work, shares))
    assert set(refused) <= {TWICE}
    assert evaluation.result_of(round).answered == Evaluation.objects.count()
    return Evaluation.objects.filter(round=round).count(), len(refused)
