from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "hezhang.core.documents"
    label = "documents"
    verbose_name = "文书"
