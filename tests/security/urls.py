"""The system's doors and one that fails."""

from django.urls import path

from hezhang.core.accounts import access
from hezhang.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401


@access.public("a page of the tests")
def broken(request):
    raise RuntimeError("on purpose")


urlpatterns = [path("broken/", broken, name="broken"), *urlpatterns]
