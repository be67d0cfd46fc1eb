"""The API's ground: tokens, and what a door for programs is made of. The doors lie in the rooms (``api.py``)."""
