"""Every address of the system."""

from django.urls import include, path

from hezhang.core.office.parameters import urls as parameters
from hezhang.core.web import urls as web

# One namespace for the kit and the pages of 设置, which are built with it.
WEB = ([*web.urlpatterns, *parameters.urlpatterns], web.app_name)

urlpatterns = [
    path("", include("hezhang.portal.desks.urls")),
    path("accounts/", include("hezhang.core.accounts.urls")),
    path("search/", include("hezhang.core.search.urls")),
    path("files/", include("hezhang.core.files.urls")),
    path("parcels/", include("hezhang.core.parcels.urls")),
    path("tasks/", include(WEB)),
    path("office/import/", include("hezhang.core.web.importing.desk.urls")),
    path("people/", include("hezhang.core.office.people.urls")),
    path("oversight/", include("hezhang.core.office.oversight.urls")),
    path("messages/", include("hezhang.core.office.inbox.urls")),
    path("journal/", include("hezhang.core.office.journal.urls")),
    path("rivers/", include("rivers.urls")),
    path("patrols/", include("patrols.urls")),
    path("issues/", include("issues.urls")),
    path("assessment/", include("assessment.urls")),
    path("api/v1/", include("hezhang.portal.api.urls")),
    path("api/", include("hezhang.portal.api.pages")),
    path("g/", include("hezhang.portal.public.urls")),
    path("demo/", include("hezhang.portal.demo.urls")),
]
handler400 = "hezhang.core.web.errors.bad_request"
handler403 = "hezhang.core.web.errors.forbidden"
handler404 = "hezhang.core.web.errors.not_found"
handler500 = "hezhang.core.web.errors.server_error"
