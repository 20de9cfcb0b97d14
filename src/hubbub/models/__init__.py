"""What is stored. Only `hubbub.operations` writes it."""

from hubbub.models.emoji import SiteEmoji
from hubbub.models.integrations import ApiToken
from hubbub.models.messages import Mention, Message, Reaction, Revision, Saved, ThreadFollower
from hubbub.models.notifications import Preferences
from hubbub.models.people import Invitation, Person
from hubbub.models.rooms import Membership, Room
from hubbub.models.site import Site
from hubbub.models.uploads import Upload

__all__ = [
    "ApiToken",
    "Invitation",
    "Membership",
    "Mention",
    "Message",
    "Person",
    "Preferences",
    "Reaction",
    "Revision",
    "Room",
    "Saved",
    "Site",
    "SiteEmoji",
    "ThreadFollower",
    "Upload",
]
