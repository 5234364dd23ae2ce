"""gunicorn in production: `gunicorn -c deploy/gunicorn.conf.py config.wsgi` from the root."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

chdir = str(ROOT)
pythonpath = f"{ROOT},{ROOT / 'site'}"
bind = f"{os.environ.get('HOST', '0.0.0.0')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
# The application, its models and templates are loaded once and shared by the workers' memory.
preload_app = True
timeout = 30
graceful_timeout = 30
keepalive = 5
# A worker that has leaked for long enough is replaced; the jitter keeps them from going together.
max_requests = 20_000
max_requests_jitter = 2_000
# Heartbeats on a disk that is full or slow would get healthy workers killed.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
accesslog = None
errorlog = "-"
_settings = os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings.production")
raw_env = [f"DJANGO_SETTINGS_MODULE={_settings}"]
