import os

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consult.settings")


class Request(WSGIRequest):
    """Every text is UTF-8 here, whatever a header announces.

    Django takes the announced encoding up while the request is made, before anything could refuse it: one that is no
    encoding of text (zlib) then ends in a bare error. It is only kept here, and members.middleware refuses it.
    """

    def _set_content_type_params(self, meta):
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (LookupError, ValueError):
            self.content_type, self.content_params = "", {"charset": "unreadable"}


class Handler(WSGIHandler):
    request_class = Request


django.setup(set_prefix=False)
application = Handler()
