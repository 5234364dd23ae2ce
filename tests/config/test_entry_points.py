"""A server that nobody told which settings to use must not come up with a laptop's."""

import os
import subprocess
import sys

import pytest

from tests.template_database import ROOT


@pytest.mark.parametrize("module", ["config.wsgi", "config.asgi"])
def test_server_entry_points_mean_production(module: str) -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DJANGO_SETTINGS_MODULE", "SECRET_KEY"}
    }
    environment["PYTHONPATH"] = f"{ROOT}{os.pathsep}{ROOT / 'site'}"

    process = subprocess.run(
        [sys.executable, "-c", f"import {module}"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert process.returncode == 1
    assert "SECRET_KEY" in process.stderr.splitlines()[-1]
