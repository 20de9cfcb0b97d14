// @ts-check
/** Every element of the first page by its name; the chat itself first, for the others read its store. */
import { ChatApp } from "./chat-app.js";
import { ConfirmDialog } from "./confirm-dialog.js";
import { ConnectionBar } from "./connection-bar.js";
import { MeMenu } from "./me-menu.js";
import { MessageActions } from "./message-actions.js";
import { MessageComposer } from "./message-composer.js";
import { MessageItem } from "./message-item.js";
import { MessageList } from "./message-list.js";
import { MessageMenu } from "./message-menu.js";
import { ReactionBar } from "./reaction-bar.js";
import { RoomHeader } from "./room-header.js";
import { RoomList } from "./room-list.js";
import { RoomPlace } from "./room-place.js";
import { SidePanel } from "./side-panel.js";
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
  "side-panel": SidePanel,
  "message-menu": MessageMenu,
  "me-menu": MeMenu,
  "confirm-dialog": ConfirmDialog,
  "toast-line": ToastLine,
};

export function define() {
  for (const [name, element] of Object.entries(ELEMENTS)) customElements.define(name, element);
}
