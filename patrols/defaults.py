"""What ships with the app, where ``load_defaults`` looks for it."""

from patrols.norms.defaults import load

__all__ = ["load"]
