"""What the page of a river or a reach asks of the rooms above it, which it must not import (decision 0007).

Each listener answers with a ``registry.facts.Panel``; shown (the river or reach), post, today.
"""

from django.dispatch import Signal

river_shown = Signal()
reach_shown = Signal()
