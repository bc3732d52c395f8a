"""Setting up is done by one start at a time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from consult.management.commands.prepare import alone

pytestmark = pytest.mark.django_db


def test_a_second_start_says_that_it_waits_and_goes_on_when_the_first_is_done():
    order, told = [], Event()

    def second():
        with alone(wait=told.set):
            order.append("second")

    with ThreadPoolExecutor(1) as pool:
        with alone(wait=order.clear):
            other = pool.submit(second)
            assert told.wait(timeout=30)
            order.append("first")
        other.result(timeout=30)
    assert order == ["first", "second"]


def test_a_start_that_failed_lets_the_next_one_in():
    with pytest.raises(ZeroDivisionError), alone(wait=pytest.fail):
        raise ZeroDivisionError
    with alone(wait=lambda: pytest.fail("still held")):
        pass
