"""Every door of the API, in the order of the page that explains them. A house adds its own here; all else finds them."""

from hezhang.core.api.doors import Door
from hezhang.core.api.photos import Photos
from hezhang.core.api.regions import Regions
from issues.api import DOORS as ISSUES
from patrols.api import DOORS as PATROLS
from rivers.api import DOORS as RIVERS

DOORS: list[type[Door]] = [Regions, *RIVERS, *PATROLS, *ISSUES, Photos]
