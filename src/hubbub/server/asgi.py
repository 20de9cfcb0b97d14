"""The product as an ASGI application, for `hubbub run` and any other server: pages and sockets at one address."""

import os

from django.core.asgi import get_asgi_application

from hubbub.asgi import with_sockets

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hubbub.server.settings")
pages = get_asgi_application()

from hubbub.server import statics, threads  # noqa: E402  Django's settings and apps come first

application = with_sockets(statics.in_front_of(threads.borrowed(pages)), largest_body=3 << 20)
