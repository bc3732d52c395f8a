"""The state table of a message that leaves the system.

At most once, unless the gateway knows a message again by its key: SENDING is committed before anything leaves. A row
that is found in that state was left by a worker that died, and nobody knows whether the message arrived. To a gateway
that knows the key it is sent again; by mail or robot it is not, and a person decides.
"""

from members.enums import DeliveryState as S
from members.models import Delivery
from members.workflow import advance

DELIVERY = {
    S.WAITING: (S.SENDING, S.DEAD, S.VOID),
    S.SENDING: (S.SENDING, S.SENT, S.FAILED, S.DEAD),
    S.FAILED: (S.SENDING, S.DEAD, S.VOID),
    S.DEAD: (S.WAITING, S.VOID),
    S.SENT: (),
    S.VOID: (),
}


def move(delivery: Delivery, to: str, *, by=None, **fields) -> Delivery:
    return advance(delivery, DELIVERY, to, by=by, **fields)
