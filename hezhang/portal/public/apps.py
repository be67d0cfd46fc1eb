from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "hezhang.portal.public"
    label = "public"
    verbose_name = "公众页面"
