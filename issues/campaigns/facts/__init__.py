"""What the pages of campaigns show."""

from issues.campaigns.facts.explained import explained
from issues.campaigns.facts.figures import Figures, Line, figures
from issues.campaigns.facts.shown import became, facts_of, held, rows_of, steps_of, teams_of, visit_facts, visit_steps

__all__ = [
    "Figures",
    "Line",
    "became",
    "explained",
    "facts_of",
    "figures",
    "held",
    "rows_of",
    "steps_of",
    "teams_of",
    "visit_facts",
    "visit_steps",
]
