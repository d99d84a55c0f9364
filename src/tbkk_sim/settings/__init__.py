"""All inputs of one run: frozen, checked, a sentence per field."""

from tbkk_sim.settings.settings import Settings

__all__ = ["Settings"]
