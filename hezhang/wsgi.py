"""The WSGI application, which hezhang.asgi runs. Refuses to serve a database that lacks migrations, or an open demonstration."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hezhang.settings")
os.environ["SERVES_WEB"] = "1"  # read by settings: somebody waits for each answer
application = get_wsgi_application()

from hezhang.startup import refuse_missing_migrations, refuse_open_demonstration  # noqa: E402 - Django first

refuse_missing_migrations()
refuse_open_demonstration(os.environ.get("HOST", "127.0.0.1"))
