"""The product as an ASGI application, for `hubbub run` and any other server: pages and sockets at one address."""

import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hubbub.server.settings")
pages = get_asgi_application()

from hubbub.live.origin import ExactOriginValidator  # noqa: E402  Django's settings and apps come first
from hubbub.server import statics  # noqa: E402
from hubbub.server.routing import sockets  # noqa: E402

signed_in = AuthMiddlewareStack(sockets)

application = ProtocolTypeRouter(
    {
        "http": statics.in_front_of(pages),
        "websocket": ExactOriginValidator(AllowedHostsOriginValidator(signed_in), programs=signed_in),
    }
)
