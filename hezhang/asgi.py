"""The entry point of the web server: ``granian --interface asginl hezhang.asgi:application`` (decision 0016)."""

# Django first: what follows needs its models.
from hezhang.wsgi import application as site

# isort: split
from django.conf import settings
from django.urls import reverse

from hezhang.serving.bodies import Limits
from hezhang.serving.gateway import Gateway
from hezhang.serving.known import is_signed_in
from hezhang.serving.parent import end_with_parent

application = Gateway(
    site,
    knows=is_signed_in,
    health=reverse("desks:health"),
    threads=settings.WEB_THREADS,
    limits=Limits(form=settings.DATA_UPLOAD_MAX_MEMORY_SIZE, files=settings.UPLOAD_MAX_BYTES),
)
end_with_parent()
