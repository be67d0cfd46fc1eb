"""Static files under names that change with their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Private, but the only place where Django keeps them; tests/look/test_modules.py follows every hashed import.
_, IMPORTS = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """Our modules import one another by their plain names; collectstatic writes the hashed ones into them.

    Otherwise a phone would run a new page with a module of last month, which it may keep for ever. Django's own switch
    (``support_js_module_import_aggregation``) would read other people's scripts, too, and stumble over their examples.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", IMPORTS))
