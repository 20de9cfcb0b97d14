"""ASGI config for the garden project."""

import os

from django.core.asgi import get_asgi_application

from hubbub.asgi import with_sockets  # hubbub

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "garden.settings")

application = get_asgi_application()
application = with_sockets(application)  # hubbub
