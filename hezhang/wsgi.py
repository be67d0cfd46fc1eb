"""The WSGI entry point, for granian or gunicorn. Refuses to serve a database that lacks migrations."""

import os

from django.core.wsgi import get_wsgi_application

from hezhang.startup import refuse_missing_migrations

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hezhang.settings")
os.environ["SERVES_WEB"] = "1"  # read by settings: somebody waits for each answer
application = get_wsgi_application()
refuse_missing_migrations()
