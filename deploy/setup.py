#!/usr/bin/env python3
"""Bring a fresh Debian 12 to where the project runs: packages, environment, front-end files, fonts.

Standard library only: it runs before the virtual environment exists. Every part is skipped when it is already there.
"""

import argparse
import gzip
import hashlib
import importlib.util
import json
import os
import runpy
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"
VENV = BASE_DIR / ".venv"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "consult"
HOME = runpy.run_path(str(BASE_DIR / "consult" / "local.py"))["home"]()

# package: {file in the package: file below var/assets}
ASSETS = {
    "@tabler/core": {"dist/css/tabler.min.css": "css/tabler.min.css", "dist/js/tabler.min.js": "js/tabler.min.js"},
    "htmx.org": {"dist/htmx.min.js": "js/htmx.min.js", "LICENSE": "licences/htmx.txt"},
    "echarts": {
        "dist/echarts.min.js": "js/echarts.min.js",
        "LICENSE": "licences/echarts.txt",
        "NOTICE": "licences/echarts-notice.txt",
    },
}

FANDOL = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
FANDOL_DOC = "usr/share/doc/texlive-doc/fonts/fandol"
LIBERATION = "usr/share/fonts/truetype/liberation"
# Debian package: {file in the package: file in the fonts folder}
FONTS = {
    "texlive-lang-chinese": {
        **{
            f"{FANDOL}/Fandol{face}.otf": f"Fandol{face}.otf"
            for face in ("Fang-Regular", "Hei-Regular", "Kai-Regular", "Song-Bold", "Song-Regular")
        },
        f"{FANDOL_DOC}/COPYING.gz": "COPYING.fandol",
        f"{FANDOL_DOC}/README": "README.fandol",
    },
    "fonts-liberation": {
        f"{LIBERATION}/LiberationSerif-Regular.ttf": "LiberationSerif-Regular.ttf",
        "usr/share/doc/fonts-liberation/copyright": "COPYING.liberation",
    },
}


class CannotContinue(Exception):
    """Set-up stops here; the message says what to do."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--test", action="store_true", help="also what the tests need")
    sections = ["run", "test"] if parser.parse_args().test else ["run"]
    (VAR / "static").mkdir(parents=True, exist_ok=True)
    keep_together()
    try:
        check_tools()
        install_system_packages(sections)
        make_environment()
        copy_assets()
        unpack_fonts()
    except CannotContinue as error:
        sys.exit(f"\n{error}\n")
    except subprocess.CalledProcessError as error:
        sys.exit(f"\nset-up stopped: {' '.join(map(str, error.cmd))} ended with {error.returncode}\n")


def keep_together() -> None:
    """What belongs to the database lies beside it: uploaded files of an older set-up are moved there."""
    HOME.mkdir(parents=True, exist_ok=True)
    media = HOME / "media"
    if not media.exists() and (VAR / "media").exists():
        shutil.move(VAR / "media", media)
    media.mkdir(exist_ok=True)


def check_tools() -> None:
    if sys.version_info < (3, 11):
        message = "Python 3.11 or newer is needed."
        raise CannotContinue(message)
    missing = [] if importlib.util.find_spec("ensurepip") else ["python3-venv"]
    missing += [] if shutil.which("npm") else ["npm"]
    if missing:
        raise CannotContinue(_please_install(missing))


def install_system_packages(sections: list[str]) -> None:
    wanted = _system_packages(sections)
    if not shutil.which("dpkg-query"):
        print(f"This is not Debian: make sure that it has what these packages bring: {' '.join(wanted)}")
        return
    missing = [name for name in wanted if not _is_installed(name)]
    if not missing:
        return
    if os.geteuid() == 0:
        sudo = []
    elif shutil.which("sudo") and _succeeds("sudo", "-n", "true"):
        sudo = ["sudo", "-n"]
    else:
        raise CannotContinue(_please_install(missing))
    say(f"Installing system packages: {' '.join(missing)}")
    quiet = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    _run(*quiet, "update")
    _run(*quiet, "install", "--yes", "--no-install-recommends", *missing, stdout=subprocess.DEVNULL)


def _system_packages(sections: list[str]) -> list[str]:
    names, section = [], ""
    for line in (BASE_DIR / "system-packages.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#") and section in sections:
            names.append(line)
    return names


def _please_install(packages: list[str]) -> str:
    command = f"apt-get update && apt-get install --yes --no-install-recommends {' '.join(packages)}"
    return f"Some system packages are missing. Type this once, then call make again:\n\n    sudo sh -c '{command}'"


def _is_installed(package: str) -> bool:
    asked = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout == "installed"


def make_environment() -> None:
    lock = BASE_DIR / "requirements.txt"
    stamp = _digest(lock.read_bytes(), sys.version)
    marker = VENV / "installed"
    if marker.exists() and marker.read_text() == stamp:
        return
    if not (VENV / "bin" / "python").exists():
        _create_environment()
    say("Installing Python packages (about 300 MB, once)")
    _run(VENV / "bin" / "python", "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", lock)
    marker.write_text(stamp)


def _create_environment() -> None:
    say("Creating the virtual environment")
    place = VENV
    # The database runs as its own user for root, and must be able to reach the program inside the environment.
    if os.geteuid() == 0:
        place = HOME / "venv"
        VENV.unlink(missing_ok=True)
        VENV.symlink_to(place)
    venv.create(place, with_pip=True, clear=True)


def copy_assets() -> None:
    manifest, lock = BASE_DIR / "package.json", BASE_DIR / "package-lock.json"
    stamp = _digest(lock.read_bytes(), json.dumps(ASSETS))
    marker = VAR / "assets.stamp"
    if marker.exists() and marker.read_text() == stamp:
        return
    packages = _packages_in_cache(manifest, lock)
    # Built beside and moved into place, so that a broken set-up leaves no half folder.
    fresh = VAR / "assets.new"
    shutil.rmtree(fresh, ignore_errors=True)
    for package, files in ASSETS.items():
        for source, target in files.items():
            place = fresh / target
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(
                _without_source_map((packages / package / source).read_text(encoding="utf-8")), encoding="utf-8"
            )
    shutil.rmtree(VAR / "assets", ignore_errors=True)
    fresh.rename(VAR / "assets")
    marker.write_text(stamp)


def _packages_in_cache(manifest: Path, lock: Path) -> Path:
    folder = CACHE / f"npm-{_digest(lock.read_bytes())}"
    if not (folder / "complete").exists():
        say("Downloading front-end libraries (once)")
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(manifest, folder)
        shutil.copy(lock, folder)
        quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
        options = ["--omit=dev", "--ignore-scripts", *quiet]
        _run("npm", "ci", *options, cwd=folder, stdout=subprocess.DEVNULL)
        (folder / "complete").touch()
    return folder / "node_modules"


def _without_source_map(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if "sourceMappingURL=" not in line)


def unpack_fonts() -> None:
    target = VAR / "fonts"
    target.mkdir(parents=True, exist_ok=True)
    for package, files in FONTS.items():
        if all((target / name).exists() for name in files.values()):
            continue
        cached = CACHE / "fonts"
        if not all((cached / name).exists() for name in files.values()):
            _unpack_package(package, files, cached)
        for name in files.values():
            _link(cached / name, target / name)


def _unpack_package(package: str, files: dict[str, str], target: Path) -> None:
    say(f"Downloading fonts out of Debian's {package} (once)")
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="consult-") as name:
        work = Path(name)
        # apt downloads as a user of its own, who must be able to write here.
        work.chmod(0o755)
        _download_package(package, work)
        _run("dpkg-deb", "--extract", next(work.glob("*.deb")), work / "tree")
        for source, kept in files.items():
            content = (work / "tree" / source).read_bytes()
            (target / kept).write_bytes(gzip.decompress(content) if source.endswith(".gz") else content)


def _download_package(package: str, folder: Path) -> None:
    # Own lists: a fresh machine may have none, and without root the system's cannot be renewed.
    for part in ("lists/partial", "cache/archives/partial"):
        (folder / part).mkdir(parents=True)
    options = {
        "Dir::State::Lists": folder / "lists",
        "Dir::Cache": folder / "cache",
        "APT::Sandbox::User": _user_name(),
        "Acquire::Languages": "none",
    }
    apt = ["apt-get", "-qq", *(f"-o{name}={value}" for name, value in options.items())]
    _run(*apt, "update")
    _run(*apt, "download", package, cwd=folder)


def _user_name() -> str:
    return "root" if os.geteuid() == 0 else os.environ.get("USER", "")


def _link(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy(source, target)


def say(text: str) -> None:
    print(f"==> {text}", flush=True)


def _digest(*parts: bytes | str) -> str:
    return hashlib.sha256(b"\0".join(p if isinstance(p, bytes) else p.encode() for p in parts)).hexdigest()[:16]


def _run(*command: object, **options) -> None:
    subprocess.run([str(part) for part in command], check=True, stdin=subprocess.DEVNULL, **options)


def _succeeds(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    main()
