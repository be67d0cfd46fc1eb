"""Addresses of patrols, room by room."""

from patrols.judgement import urls as judgement
from patrols.walks import urls as walks

app_name = "patrols"
urlpatterns = [*walks.urlpatterns, *judgement.urlpatterns]
