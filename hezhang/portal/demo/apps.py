from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "hezhang.portal.demo"
    label = "demo"
    verbose_name = "演示"
