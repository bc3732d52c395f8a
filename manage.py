#!/usr/bin/env python
import os
import signal
import sys

from django.core.management import execute_from_command_line

from consult import local

# These read the code only; everything else finds the services running or has them started.
WITHOUT_SERVICES = {"check", "diffsettings", "help", "stop", "version", "workflow_diagram"}
# Only the owner of the tables may change them.
AS_OWNER = {"migrate"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consult.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command not in WITHOUT_SERVICES:
        # The exit functions, which stop the embedded services, do not run after a bare SIGTERM.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        local.ensure_running()
    if command in AS_OWNER:
        os.environ["DATABASE_URL"] = os.environ.get("OWNER_DATABASE_URL") or local.owner_database_url()
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
