"""What a person may be to the river chiefs of a region."""

from django.db import models


class HeadKind(models.TextChoices):
    GENERAL = "general", "总河长"
    VICE = "vice", "副总河长"
