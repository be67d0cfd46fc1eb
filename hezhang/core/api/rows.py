"""What a row looks like when it is read by a program."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers


class Row(serializers.ModelSerializer):
    """Every field says what it is: the model's words, or its own, or those that stand on many rows."""

    words: ClassVar[dict[str, str]] = {"id": "编号，不会再用于别的数据", "region_name": "区划名称"}

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for name, field in fields.items():
            field.help_text = field.help_text or self.words.get(name, "")
        return fields
