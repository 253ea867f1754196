"""Doors for people and programs: web pages and an API over the same rooms. No arithmetic lives here.

It needs the extra `ayni[web]`.
"""

from ayni.web.app import create_app
from ayni.web.settings import Settings

__all__ = ["Settings", "create_app"]
