"""检查发现: by whoever inspected, of the place or not; once."""

import uuid

from django.utils import timezone

from hezhang.core.notify.models import Message
from issues.leads import services
from issues.leads.models import Lead
from tests.issues import build


def found(cast, by, **more):
    told = {"source": "covert", "text": "公示牌完好：电话空号", "river": cast.river, "region": cast.village}
    told |= {"reach": cast.village_reach, "found_at": timezone.now(), "client_id": uuid.uuid4()}
    return services.find_lead(by=by, **told | more)


def test_find_lead(cast):
    lead = found(cast, cast.handler, photos=[build.photo(cast.handler)])
    assert (lead.state, lead.reporter, lead.photos.count()) == ("waiting", cast.handler, 1)
    told = {one.user.username for one in Message.objects.filter(kind="lead.find_lead")}
    assert {"clerk", "head", "patroller"} <= told
    assert lead.transitions.get().verb == "find_lead"


def test_twice_is_once(cast):
    number = uuid.uuid4()
    assert found(cast, cast.handler, client_id=number) == found(cast, cast.handler, client_id=number)
    assert Lead.objects.count() == 1
