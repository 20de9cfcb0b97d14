// @ts-check
/** The reactions under a message: how many, who on hover, mine to take back. */
import { copy, find, paintEmoji, write } from "../dom.js";
import { counted, listed, say } from "../words.js";

const NAMED = 12;

export class ReactionBar extends HTMLElement {
  /** @param {import("../types.js").Message} message @param {number} me */
  show(message, me) {
    const reactions = message.deleted ? [] : message.reactions;
    this.hidden = reactions.length === 0;
    const focused = /** @type {HTMLElement | null} */ (this.contains(document.activeElement) ? document.activeElement : null)?.dataset.emoji;
    const buttons = reactions.map((reaction) => this.#button(reaction, me));
    this.replaceChildren(...buttons, ...(reactions.length ? [addButton()] : []));
    paintEmoji(this);
    if (focused !== undefined) (buttons.find((button) => button.dataset.emoji === focused) ?? this.querySelector("button"))?.focus();
  }

  /** @param {HTMLElement} button @param {string} emoji `:name:` for one of the site's own */
  #sign(button, emoji) {
    const sign = write(button, ".emoji", emoji);
    if (emoji.startsWith(":")) sign.dataset.emoji = emoji.slice(1, -1);
  }

  /** @param {import("../types.js").Reaction} reaction @param {number} me */
  #button(reaction, me) {
    const button = copy("row-reaction");
    const mine = reaction.users.some((user) => user.id === me);
    button.dataset.emoji = reaction.emoji;
    button.setAttribute("aria-pressed", String(mine));
    this.#sign(button, reaction.emoji);
    write(button, ".count", String(reaction.count));
    button.title = who(reaction, me);
    button.setAttribute("aria-label", `${reaction.emoji} ${reaction.count}, ${button.title}`);
    return button;
  }
}

function addButton() {
  const button = copy("row-react");
  button.dataset.does = "react";
  return button;
}

/** @param {import("../types.js").Reaction} reaction @param {number} me */
function who({ emoji, count, users }, me) {
  const names = users.slice(0, NAMED).map((user) => (user.id === me ? say("you") : user.name));
  if (count > names.length) names.push(counted("others", count - names.length));
  return say("reacted", { people: listed(names), emoji });
}
