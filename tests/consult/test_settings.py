import logging

import pytest
from django.conf import settings


@pytest.mark.parametrize(("status", "told"), [(403, False), (404, False), (500, True)])
def test_what_is_refused_leaves_one_line_in_the_log_and_a_fault_its_traceback(status, told):
    fault = (ValueError, ValueError("x"), None)
    record = logging.makeLogRecord({"msg": "%s", "args": ("/x/",), "status_code": status, "exc_info": fault})
    console = settings.LOGGING["handlers"]["console"]
    [name] = console["filters"]
    assert settings.LOGGING["filters"][name]["callback"](record)
    assert (record.exc_info is not None) == told
