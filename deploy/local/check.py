"""Every check that runs nothing of the product; all of them run, then the failures are named."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = Path(sys.executable).parent
SITE_APPS = ("config", "styleguide", "core", "events", "accounts", "interchange")
CODE = ["site/" + name for name in SITE_APPS]
CODE += ["course_pages", "learning", "search", "tests", "deploy", "manage.py"]

# Values with the right shape; no process is served with them.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "only-to-look-at-the-settings-" + "x7Qp2" * 10,
    "JWT_KEY": "only-to-look-at-the-settings-" + "b4Zw9" * 10,
    "ALLOWED_HOSTS": "learn.example.org",
    "SITE_URL": "https://learn.example.org",
    "DATABASE_URL": "postgres://lms:lms@127.0.0.1:5432/lms",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
}

CHECKS: dict[str, tuple[list[str], dict[str, str]]] = {
    "style": ([f"{BIN}/ruff", "check", "."], {}),
    "format": ([f"{BIN}/ruff", "format", "--check", "--quiet", "."], {}),
    "types": ([f"{BIN}/mypy", *CODE], {}),
    "import contracts": ([f"{BIN}/lint-imports", "--no-logo"], {"PYTHONPATH": "site"}),
    "templates": ([f"{BIN}/djlint", "templates", "--lint", "--quiet"], {}),
    "migrations": (
        [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
        {"DJANGO_SETTINGS_MODULE": "config.settings.test", "DATABASE_URL": "", "REDIS_URL": ""},
    ),
    "production settings": (
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        PRODUCTION,
    ),
    "site is no package": (["test", "!", "-e", "site/__init__.py"], {}),
}


def main() -> None:
    failed = [name for name, (command, extra) in CHECKS.items() if not passes(name, command, extra)]
    if failed:
        print(f"\nFailed: {', '.join(failed)}.")
        sys.exit(1)
    print(f"\nAll {len(CHECKS)} checks passed.")


def passes(name: str, command: list[str], extra: dict[str, str]) -> bool:
    """Run one check; its output is shown only where it fails."""
    began = time.monotonic()
    environment = {**os.environ, **extra}
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    verdict = "ok" if result.returncode == 0 else "FAILED"
    print(f"==> {name:<22}{verdict:<8}{time.monotonic() - began:5.1f} s", flush=True)
    if result.returncode:
        print(result.stdout + result.stderr, flush=True)
    return result.returncode == 0


if __name__ == "__main__":
    main()
