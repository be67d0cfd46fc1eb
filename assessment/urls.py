"""Addresses of assessment, room by room."""

from assessment.reports import urls as reports
from assessment.rounds import urls as rounds
from assessment.schemes import urls as schemes

app_name = "assessment"
urlpatterns = [*rounds.urlpatterns, *reports.urlpatterns, *schemes.urlpatterns]
