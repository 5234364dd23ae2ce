"""Places where a test may kill the process, to see that nothing is lost.

`LMS_FAILPOINT=name` kills at the first passing of `failpoint("name")`, `name:3` at the third.
Production settings refuse to start with it.
"""

import os
import signal
from collections import Counter

from django.conf import settings

_passed: Counter[str] = Counter()


def failpoint(name: str) -> None:
    """Kill this process with SIGKILL, as a power cut would, if the setting names this place."""
    wanted, _colon, times = settings.LMS_FAILPOINT.partition(":")
    if name != wanted:
        return
    _passed[name] += 1
    if _passed[name] == int(times or 1):
        os.kill(os.getpid(), signal.SIGKILL)
