"""The floor behind a server of its own: `gunicorn tests.bench.floor_server`."""

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402

from tests.bench.floor import STOCK  # noqa: E402

settings.MIDDLEWARE = STOCK
application = WSGIHandler()
