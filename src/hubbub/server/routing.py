"""The product's sockets, as the guide to Channels routes them: addresses to consumers."""

from channels.routing import URLRouter

from hubbub.live.routing import ws_urlpatterns

sockets = URLRouter(ws_urlpatterns)
