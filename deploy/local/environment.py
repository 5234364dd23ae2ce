"""Make the virtual environment in .venv and fill it from a lock file, once.

    python3 deploy/local/environment.py requirements.txt

Runs on any Python 3 with the standard library alone, so that an unfit machine gets a sentence that
names the mend instead of a traceback.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
INCLUDED = {"requirements-dev.txt": [ROOT / "requirements.txt"]}
OLDEST, NEWEST = (3, 11), (3, 13)
NO_VENV = (
    "Python could not make a virtual environment here (it lacks venv or ensurepip).\n"
    f"On Debian or Ubuntu: apt-get install python{sys.version_info[0]}.{sys.version_info[1]}-venv, "
    "then try again."
)


def main() -> None:
    lock = ROOT / sys.argv[1]
    refuse_unfit_python()
    if stamp(lock).exists() and stamp(lock).read_text() == fingerprint(lock):
        return
    if not works(PYTHON):
        make_venv()
    if not works(PYTHON, "pip"):
        add_pip()
    install(lock)
    for satisfied in (lock, *INCLUDED.get(lock.name, ())):
        stamp(satisfied).write_text(fingerprint(satisfied))


def stamp(lock: Path) -> Path:
    """Return the file that remembers what was installed."""
    return VENV / f".installed-{lock.stem}"


def refuse_unfit_python() -> None:
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        stop(
            f"This is Python {sys.version.split()[0]}; Hybrid LMS runs on Python 3.11 to 3.13.\n"
            "Install one of them and name it, for example: make run PYTHON=python3.12"
        )


def works(python: Path, *modules: str) -> bool:
    """Return whether `python` runs, is a version we support and has the modules."""
    if not python.exists():
        return False
    imports = "".join(f"import {module}; " for module in modules)
    question = f"{imports}import sys; sys.exit(not {OLDEST} <= sys.version_info[:2] <= {NEWEST})"
    return subprocess.run([python, "-c", question], capture_output=True).returncode == 0


def make_venv() -> None:
    say(f"Making a virtual environment in {VENV} ...")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode or not works(PYTHON):
        stop(f"{made.stdout}{made.stderr}\n{NO_VENV}")


def add_pip() -> None:
    """Give pip to an environment that another tool made without it, leaving the rest alone."""
    added = subprocess.run([PYTHON, "-m", "ensurepip"], capture_output=True, text=True)
    if added.returncode:
        stop(f"{added.stdout}{added.stderr}\n{NO_VENV}")


def install(lock: Path) -> None:
    say(f"Installing what {lock.name} lists; the first time takes about a minute ...")
    # Python compiles what it imports; compiling everything now would double the wait.
    options = ["-qq", "--disable-pip-version-check", "--require-hashes", "--no-compile"]
    command = [str(PYTHON), "-m", "pip", "install", *options, "-r", str(lock)]
    if subprocess.run(command).returncode:
        stop(
            f"pip could not install {lock.name}: its words are above. Usually there is no way to "
            "the package index (look at the network, or PIP_INDEX_URL and HTTPS_PROXY);\n"
            "otherwise remove the folder .venv and try again."
        )


def fingerprint(lock: Path) -> str:
    """Return what the installed environment depends on, as one hexadecimal digest."""
    place = f"{sys.version_info[:2]}{VENV}".encode()
    return hashlib.sha256(place + lock.read_bytes()).hexdigest()


def say(text: str) -> None:
    print(f"==> {text}", flush=True)


def stop(text: str) -> None:
    print(f"\n{text}\n", file=sys.stderr, flush=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
