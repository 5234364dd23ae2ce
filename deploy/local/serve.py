"""Serve the whole product from this folder: site, worker and admin, with the demo loaded.

    HOST=127.0.0.1 PORT=8000 .venv/bin/python deploy/local/serve.py

Migrates and loads the demo only when something that they depend on has changed.
"""

import errno
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR") or ROOT / "var")
HOST = os.environ.get("HOST") or "127.0.0.1"
PORT = int(os.environ.get("PORT") or 8000)
ADDRESS = f"http://{'localhost' if HOST in ('127.0.0.1', '0.0.0.0') else HOST}:{PORT}"
SECONDS_TO_START = 120

WELCOME = """
  Hybrid LMS is running. Stop it with Ctrl-C.

    site    {address}/
    admin   {address}/admin/

  Log in with the password learn-with-joy as
    learner@example.com      a learner in the middle of two courses
    newcomer@example.com     a learner who is enrolled in nothing
    instructor@example.com   who teaches the three demo courses
    colleague@example.com    who teaches one of them beside the instructor
    admin@example.com        who may do everything
"""


def main() -> None:
    refuse_taken_port()
    prepare_database()
    sys.exit(serve())


def refuse_taken_port() -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PORT))
        except OSError as error:
            stop(why_not(error))


def why_not(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {PORT} is taken by another program. Choose another: make run PORT={PORT + 1}"
    if error.errno == errno.EACCES:
        return f"Port {PORT} may only be used by root. Choose a higher one: make run PORT=8000"
    return f"{HOST}:{PORT} cannot be used: {error}. Choose others: make run HOST=... PORT=..."


def prepare_database() -> None:
    """Migrate and load the demo, unless this database has seen all of it already."""
    stamp = VAR_DIR / ".prepared"
    wanted = fingerprint()
    if (VAR_DIR / "db.sqlite3").exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    say("Bringing the database up to date; the first time takes about half a minute ...")
    manage("migrate", "--verbosity=0", "--no-input")
    say("Loading the demo ...")
    manage("load_demo")
    if not os.environ.get("DATABASE_URL"):
        stamp.write_text(wanted)


def fingerprint() -> str:
    """Return a digest of all that decides what migrations and the demo would write."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    digest.update(os.environ.get("DATABASE_URL", "").encode())
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("site/*/migrations/*.py")]
    files += [*(ROOT / "site" / "demo").rglob("*"), *(ROOT / "site" / "interchange").rglob("*.py")]
    for file in sorted(file for file in files if file.is_file()):
        digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()


def manage(*arguments: str) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    if subprocess.run(command, cwd=ROOT).returncode:
        stop(
            f"`manage.py {arguments[0]}` failed: its words are above. If the database is from an "
            f"older try-out, remove the folder {VAR_DIR} and run `make run` again."
        )


def serve() -> int:
    """Run the Procfile until somebody stops it; return honcho's exit code."""
    say("Starting the site and the worker ...")
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "HOST": HOST, "PORT": str(PORT), "VAR_DIR": str(VAR_DIR)}
    environment |= {"PATH": programs, "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "honcho", "--no-colour", "-f", "Procfile", "start"]
    processes = subprocess.Popen(command, cwd=ROOT, env=environment)

    def stop_processes(number: int, frame: FrameType | None) -> None:
        processes.send_signal(signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop_processes)
    signal.signal(signal.SIGHUP, stop_processes)
    # The terminal sends Ctrl-C to honcho as well, which stops its processes in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if wait_until_up(processes):
        print(WELCOME.format(address=ADDRESS), flush=True)
    code = processes.wait()
    return 0 if code in (-signal.SIGINT, -signal.SIGTERM, 130, 143) else code


def wait_until_up(processes: "subprocess.Popen[bytes]") -> bool:
    deadline = time.monotonic() + SECONDS_TO_START
    while processes.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{ADDRESS}/health/ready", timeout=5)
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
        else:
            return True
    return False


def say(text: str) -> None:
    print(f"==> {text}", flush=True)


def stop(text: str) -> None:
    print(f"\n{text}\n", file=sys.stderr, flush=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
