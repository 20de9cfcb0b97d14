// @ts-check
/** Every element by its name; the chat itself first, for the others read its store. */
import { BrowseRooms } from "./browse-rooms.js";
import { ChatApp } from "./chat-app.js";
import { ConfirmDialog } from "./confirm-dialog.js";
import { ConnectionBar } from "./connection-bar.js";
import { EmojiPicker } from "./emoji-picker.js";
import { MeMenu } from "./me-menu.js";
import { MessageActions } from "./message-actions.js";
import { MessageComposer } from "./message-composer.js";
import { MessageItem } from "./message-item.js";
import { MessageList } from "./message-list.js";
import { PeoplePanel } from "./people-panel.js";
import { PeoplePicker } from "./people-picker.js";
import { QuickSwitcher } from "./quick-switcher.js";
import { ReactionBar } from "./reaction-bar.js";
import { RoomHeader } from "./room-header.js";
import { RoomList } from "./room-list.js";
import { RoomPlace } from "./room-place.js";
import { ShortcutsDialog } from "./shortcuts-dialog.js";
import { ToastLine } from "./toast-line.js";
import { TypingLine } from "./typing-line.js";

const ELEMENTS = {
  "chat-app": ChatApp,
  "reaction-bar": ReactionBar,
  "message-item": MessageItem,
  "message-actions": MessageActions,
  "room-list": RoomList,
  "room-header": RoomHeader,
  "room-place": RoomPlace,
  "message-list": MessageList,
  "message-composer": MessageComposer,
  "typing-line": TypingLine,
  "connection-bar": ConnectionBar,
  "people-panel": PeoplePanel,
  "me-menu": MeMenu,
  "quick-switcher": QuickSwitcher,
  "browse-rooms": BrowseRooms,
  "people-picker": PeoplePicker,
  "emoji-picker": EmojiPicker,
  "confirm-dialog": ConfirmDialog,
  "shortcuts-dialog": ShortcutsDialog,
  "toast-line": ToastLine,
};

export function define() {
  for (const [name, element] of Object.entries(ELEMENTS)) customElements.define(name, element);
}
