"""The product's settings with a channel layer that forgets a group after four seconds, as others do after a day."""

from hubbub.server.settings import *  # noqa: F403
from hubbub.server.settings import CHANNEL_LAYERS

[REDIS] = CHANNEL_LAYERS["default"]["CONFIG"]["hosts"]
CHANNEL_LAYERS = {
    "default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [REDIS], "group_expiry": 4}}
}
