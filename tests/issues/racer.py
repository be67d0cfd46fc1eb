"""One process that acts on the ledger or a round, for ``at_once.race``: ``run(act, guarded|unguarded)``.

Says "ready" and waits for a line; acts; when it has looked and is about to write, says "looked" and waits for a line;
says what became of it. Unguarded, the same real service runs, only that a row is read without being locked.
"""

import sys
from typing import Any

from django.db import IntegrityError
from django.db.models.signals import pre_save

from assessment.rounds import services as rounds
from assessment.rounds.models import Round
from hezhang.core.accounts.models import Post
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.workflow import engine
from issues.ledger import services
from issues.ledger.choices import State
from issues.ledger.models import Issue, NumberSeries
from patrols.walks.models import Finding
from rivers.registry.models import Reach
from tests.assessment.build import AFTER


def unlocked(obj: Any) -> Any:
    """The control: ``engine.lock`` with its lock left out, and nothing else."""
    return type(obj)._base_manager.get(pk=obj.pk)


def close() -> str:
    services.close(Issue.objects.get(state=State.VERIFIED), Post.objects.get(user__username="head"))
    return "closed"


def freeze() -> str:
    rounds.freeze(Round.objects.get(), by=Post.objects.get(user__username="head"), at=AFTER)
    return "frozen"


def report() -> str:
    post = Post.objects.get(user__username="village_chief")
    reach = Reach.objects.get(tenures__post=post)
    return services.report(by=post, text="岸边堆放垃圾", river=reach.river, region=reach.region, reach=reach).number


def finding() -> str:
    return services.report_finding(Finding.objects.get()).number


def settle() -> str:
    post = Post.objects.get(user__username="town_chief")
    services.settle(Issue.objects.get(state=State.RAISED), post, measures="已清")
    return "settled"


def lapse() -> str:
    return str(services.lapse_raised())


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def hold(**_: Any) -> None:
    say("looked")
    sys.stdin.readline()


def run(act: str, guard: str) -> None:
    if guard == "unguarded":
        engine.lock = unlocked
    acts = {"close": (close, Issue), "freeze": (freeze, Round), "report": (report, NumberSeries)}
    acts |= {"finding": (finding, NumberSeries), "settle": (settle, Issue), "lapse": (lapse, Issue)}
    do, written = acts[act]
    pre_save.connect(hold, sender=written)
    say("ready")
    sys.stdin.readline()
    try:
        say(do())
    except (Refusal, IntegrityError) as error:
        say(type(error).__name__)
