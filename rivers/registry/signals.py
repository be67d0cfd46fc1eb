"""What the pages of a river and a reach ask of the rooms above them, which they must not import (decision 0007).

kwargs of each, but for the last: shown (the river or reach), post, today.
"""

from django.dispatch import Signal

# Panels of the overview: each listener answers with a ``registry.facts.Panel``, or with a list of them. The reach that is
# shown, and those that it lies in, carry their tenures (``registry.facts.read_tenures``).
river_shown = Signal()
reach_shown = Signal()
# Figures of the overview: each listener answers with a list of ``registry.facts.Figure`` and of ``Tally``, which are
# counted together.
river_figures = Signal()
reach_figures = Signal()
# Before a river or a reach is given its last day, or has it taken back. kwargs: shown, on (None: it is to be there again).
# Each listener answers with sentences: what of its own stands in the way, and would have to be settled first.
lifetime_asked = Signal()
