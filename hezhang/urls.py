"""Every door of the system."""

from django.urls import include, path

urlpatterns = [
    path("", include("hezhang.portal.desks.urls")),
    path("accounts/", include("hezhang.core.accounts.urls")),
    path("tasks/", include("hezhang.core.web.urls")),
    path("people/", include("hezhang.core.web.people.urls")),
    path("messages/", include("hezhang.core.web.inbox.urls")),
    path("journal/", include("hezhang.core.web.journal.urls")),
    path("rivers/", include("rivers.urls")),
    path("patrols/", include("patrols.urls")),
    path("issues/", include("issues.urls")),
    path("assessment/", include("assessment.urls")),
    path("demo/", include("hezhang.portal.demo.urls")),
]
handler400 = "hezhang.core.web.errors.bad_request"
handler403 = "hezhang.core.web.errors.forbidden"
handler404 = "hezhang.core.web.errors.not_found"
handler500 = "hezhang.core.web.errors.server_error"
