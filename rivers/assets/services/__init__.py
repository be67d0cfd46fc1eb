"""The only places that write kinds, assets, values and files."""

from rivers.assets.services.assets import create_asset, edit_asset, end_asset, move_asset, resume_asset
from rivers.assets.services.files import add_files, add_river_files, remove_file
from rivers.assets.services.kinds import (
    create_object_field,
    create_object_kind,
    edit_object_field,
    edit_object_kind,
    region_of,
)
from rivers.assets.services.values import (
    drop_value,
    edit_dossier,
    name_of,
    set_river_value,
    set_value,
    set_values,
    write_values,
)

__all__ = [
    "add_files",
    "add_river_files",
    "create_asset",
    "create_object_field",
    "create_object_kind",
    "drop_value",
    "edit_asset",
    "edit_dossier",
    "edit_object_field",
    "edit_object_kind",
    "end_asset",
    "move_asset",
    "name_of",
    "region_of",
    "remove_file",
    "resume_asset",
    "set_river_value",
    "set_value",
    "set_values",
    "write_values",
]
