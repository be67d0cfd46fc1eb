"""Leads at every state: taken down by the clerk about the village's reach, checked by the patroller."""

from typing import Any

from issues.leads import services
from issues.leads.models import Lead
from tests.issues import build


def waiting(cast: Any, **more: Any) -> Lead:
    facts = {"source": "drone", "text": "无人机发现岸边堆放垃圾", "river": cast.river, "region": cast.village}
    facts |= {"reach": cast.village_reach, "place": "一号桥下", "lat": 30.2, "lng": 120.1}
    facts |= {"photos": [build.photo(cast.clerk)]}
    return services.record_lead(by=more.pop("by", cast.clerk), **facts | more)


def became(cast: Any, **more: Any) -> Lead:
    lead = waiting(cast, **more)
    services.confirm_lead(lead, cast.patroller, finding="约三方，未苫盖", photos=[build.photo(cast.patroller)])
    return lead


def joined(cast: Any, **more: Any) -> Lead:
    lead = waiting(cast, **more)
    services.join_lead(lead, cast.clerk, into=build.reported(cast), finding="就是这一处")
    return lead


def dismissed(cast: Any, **more: Any) -> Lead:
    lead = waiting(cast, **more)
    services.dismiss_lead(lead, cast.patroller, finding="是施工围挡", photos=[build.photo(cast.patroller)])
    return lead


AT = {"waiting": waiting, "became": became, "joined": joined, "dismissed": dismissed}
