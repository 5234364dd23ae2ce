"""Do an import in a process of its own: `python -m tests.interchange.do_import ID UPLOADS`."""

import sys

import django
from django.conf import settings

settings.STORAGES["private"]["OPTIONS"]["location"] = sys.argv[2]
django.setup()

from interchange.services.imports import run_import  # noqa: E402

if __name__ == "__main__":
    run_import(import_id=int(sys.argv[1]))
