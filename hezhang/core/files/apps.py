from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "hezhang.core.files"
    label = "files"
    verbose_name = "附件"
