"""hezhang: river-chief (河长制) administration for a district."""

from hezhang.celery import app as celery_app

__all__ = ["celery_app"]
