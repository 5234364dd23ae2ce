"""The Celery application; every `<app>/tasks.py` is found by name."""

import os
import sys
from pathlib import Path

from celery import Celery

ROOT = Path(__file__).resolve().parent.parent.parent
for root in (str(ROOT / "site"), str(ROOT)):
    if root not in sys.path:
        sys.path.insert(0, root)
# Entry points of servers mean production; manage.py and pytest have said otherwise before.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

app = Celery("hybridlms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
