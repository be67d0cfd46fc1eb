"""Addresses of patrols, room by room."""

from patrols.appeals import urls as appeals
from patrols.delegations import urls as delegations
from patrols.excuses import urls as excuses
from patrols.judgement import urls as judgement
from patrols.oddities import urls as oddities
from patrols.tracks import urls as tracks
from patrols.walks import urls as walks
from patrols.warnings import urls as warnings

app_name = "patrols"
urlpatterns = [
    *walks.urlpatterns,
    *tracks.urlpatterns,
    *warnings.urlpatterns,
    *excuses.urlpatterns,
    *delegations.urlpatterns,
    *judgement.urlpatterns,
    *appeals.urlpatterns,
    *oddities.urlpatterns,
]
