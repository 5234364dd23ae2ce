"""A gunicorn with one threaded worker, and the CPU that it has used."""

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parent.parent.parent
TICK = 1 / os.sysconf("SC_CLK_TCK")
PATIENCE = 60.0


def cpu_seconds(pid: int) -> float:
    """Return the CPU that a process has used; 0 for one that is not on this machine."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """Serves `application` while the block runs."""

    def __init__(self, application: str, **environment: str) -> None:
        self.port = free_port()
        self.client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        command = [sys.executable, "-m", "gunicorn", application, "--bind"]
        command += [f"127.0.0.1:{self.port}", "--worker-class", "gthread", "--threads", "2"]
        paths = f"{ROOT}:{ROOT / 'site'}"
        self.process = subprocess.Popen(
            [*command, "--log-level", "warning"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,  # a line for every request, written as in production
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths, **environment},
        )

    def __enter__(self) -> Self:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                self.send("GET", "/")
                return self
            except OSError:
                self.client.close()
                time.sleep(0.2)
        self.process.kill()
        raise TimeoutError("The server does not answer.")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.client.close()
        self.process.terminate()
        self.process.wait(10)

    def send(self, method: str, path: str, headers: dict[str, str] | None = None) -> int:
        """Send one request over the open connection, read the answer, and return its status."""
        try:
            return self._send(method, path, headers or {})
        except (http.client.RemoteDisconnected, ConnectionError):
            self.client.close()  # the server ends a connection that rested too long
            return self._send(method, path, headers or {})

    def _send(self, method: str, path: str, headers: dict[str, str]) -> int:
        self.client.request(method, path, headers=headers)
        answer = self.client.getresponse()
        answer.read()
        return answer.status

    def cpu(self) -> float:
        """Return the seconds of CPU that the workers have used."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return sum(cpu_seconds(int(pid)) for pid in children.read_text().split())
