"""Celery: wakes work up. What must happen stands as a row in the database (see decisions/0003-outbox.md)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hezhang.settings")

app = Celery("hezhang")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
