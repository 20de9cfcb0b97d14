"""What is stored. Only `hubbub.operations` writes it."""

from hubbub.models.integrations import ApiToken
from hubbub.models.messages import Mention, Message, Reaction, Revision
from hubbub.models.people import Invitation, Person
from hubbub.models.rooms import Membership, Room
from hubbub.models.site import Site

__all__ = [
    "ApiToken",
    "Invitation",
    "Membership",
    "Mention",
    "Message",
    "Person",
    "Reaction",
    "Revision",
    "Room",
    "Site",
]
