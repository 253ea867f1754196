"""The web server: pages for people and an API for programs. It computes nothing itself."""

from ayni.web.app import create_app
from ayni.web.settings import Settings

__all__ = ["Settings", "create_app"]
