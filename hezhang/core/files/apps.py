from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "hezhang.core.files"
    label = "files"
    verbose_name = "附件"
    journal_things = {"files": "附件"}
    journal_acts = {"sweep": "清理"}
