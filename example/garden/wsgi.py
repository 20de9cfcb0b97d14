"""WSGI config for the garden project."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "garden.settings")

application = get_wsgi_application()
