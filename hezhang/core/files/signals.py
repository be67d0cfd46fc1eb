"""What files tell the rest of the house."""

from django.dispatch import Signal

# A photo came ahead of its form, and is stored. kwargs: upload (Upload), post (Post, whose it is).
photo_staged = Signal()
