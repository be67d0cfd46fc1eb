"""The only places that write rivers and reaches; ``saving`` is what the other rooms write with."""

from rivers.registry.services.lifetime import standing_words
from rivers.registry.services.reaches import create_reach, edit_reach
from rivers.registry.services.rivers import create_river, edit_river
from rivers.registry.services.saving import must_keep

__all__ = [
    "create_reach",
    "create_river",
    "edit_reach",
    "edit_river",
    "must_keep",
    "standing_words",
]
