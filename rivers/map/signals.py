"""What the map asks of the apps above it, which it must not import (decision 0007).

Each listener answers with one ``facts.parts.Colouring`` or ``facts.parts.SpotKind``, or None where the post may not see
it; sent with: post.
"""

from django.dispatch import Signal

colouring_asked = Signal()
spots_asked = Signal()
