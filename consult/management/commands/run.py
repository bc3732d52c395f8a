import os
import shlex
import socket
import sys
import threading
import time

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from honcho.manager import Manager

# In the environment of everything that is started here, so that `manage.py stop` finds what a crash left behind.
MARK = "CONSULT_RUN"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
WEB = (
    "-m gunicorn consult.wsgi --worker-class=gthread --workers=2 --threads=4 --graceful-timeout=3"
    " --no-control-socket --log-level=warning"
)
LIMITS = "--max-tasks-per-child=200 --max-memory-per-child=800000 --time-limit=120"
WORKER = "-m celery --app=consult --quiet worker --loglevel=WARNING --without-gossip --without-mingle"


class Command(BaseCommand):
    help = "Run web, workers and relay in one terminal; Ctrl-C ends them all."

    def handle(self, **options):
        host, port = os.environ.get("HOST", "127.0.0.1"), chosen_port()
        _check_address(host, port)
        call_command("prepare")
        os.environ[MARK] = str(settings.BASE_DIR)
        manager = Manager()
        for name, command in processes(host, port).items():
            manager.add_process(name, f"exec {shlex.quote(sys.executable)} {command}", env=_environment())
        threading.Thread(target=self._greet, args=(host, port), daemon=True).start()
        manager.loop()
        # Ended by hand is a good end.
        sys.exit(0 if manager.returncode in {130, 143} else manager.returncode)

    def _greet(self, host: str, port: int) -> None:
        while not _answers(host, port):
            time.sleep(0.1)
        self.stdout.write(f"\n  协商在一线  http://{host}:{port}/\n")
        if settings.DEMO and "demo" in get_commands():
            call_command("demo", accounts=True, stdout=self.stdout)
        self.stdout.write("  Ctrl-C stops everything.\n\n")
        self.stdout.flush()


def chosen_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) < 65536):
        raise CommandError(f"PORT 要写 1 到 65535 之间的整数，现在是“{text}”。例如 PORT=8001 make run。")
    return int(text)


def _check_address(host: str, port: int) -> None:
    if settings.DEMO and host not in LOOPBACK:
        raise CommandError(f"演示账号的密码是公开的，演示模式只能绑定本机地址，不能绑定 {host}。")
    if _answers(host, port):
        raise CommandError(f"端口 {port} 已被占用：请先执行 make stop，或换一个端口，例如 PORT={port + 1} make run。")


def _answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def processes(host: str, port: int) -> dict[str, str]:
    address = shlex.quote(f"[{host}]:{port}" if ":" in host else f"{host}:{port}")
    return {
        "web": f"{WEB} --bind={address}",
        "worker": f"{WORKER} --queues=default --hostname=default@%h --concurrency=2",
        # One document at a time, in a child that is replaced before it grows and ended when it hangs.
        "documents": f"{WORKER} --queues=documents --hostname=documents@%h --concurrency=1 {LIMITS}",
        # Mail and gateways: other machines may take their time.
        "outside": f"{WORKER} --queues=outside --hostname=outside@%h --concurrency=1",
        # Rings for jobs that wait, and orders the periodic ones.
        "relay": "manage.py relay",
    }


def _environment() -> dict[str, str]:
    # Celery warns root, who in a demonstration on the own machine knows.
    quiet = "ignore:You're running the worker with superuser privileges"
    return {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": quiet}
