"""What is stored. Only `hubbub.operations` writes it."""

from hubbub.models.emoji import SiteEmoji
from hubbub.models.integrations import ApiToken
from hubbub.models.messages import Mention, Message, Reaction, Revision, Saved, ThreadFollower
from hubbub.models.notifications import Delivery, Outgoing, Preferences, PushKey, Subscription
from hubbub.models.people import Invitation, Person
from hubbub.models.rooms import Membership, Room
from hubbub.models.site import Site
from hubbub.models.uploads import LooseFile, Upload

__all__ = [
    "ApiToken",
    "Delivery",
    "Invitation",
    "LooseFile",
    "Membership",
    "Mention",
    "Message",
    "Outgoing",
    "Person",
    "Preferences",
    "PushKey",
    "Reaction",
    "Revision",
    "Room",
    "Saved",
    "Site",
    "SiteEmoji",
    "Subscription",
    "ThreadFollower",
    "Upload",
]
