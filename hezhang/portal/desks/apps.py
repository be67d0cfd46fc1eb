from django.apps import AppConfig


class DesksConfig(AppConfig):
    name = "hezhang.portal.desks"
    label = "desks"
    verbose_name = "工作台"
