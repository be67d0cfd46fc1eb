from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "hezhang.core.search"
    label = "search"
    verbose_name = "检索"

    def ready(self) -> None:
        from hezhang.core.search import keeping

        keeping.connect()
