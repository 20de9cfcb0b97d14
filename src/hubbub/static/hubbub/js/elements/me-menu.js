// @ts-check
/** Who I am, the theme, the way out. */
import { find, paintAvatar, place, write } from "../dom.js";
import { keep, shelf } from "../shelf.js";
import { Part } from "./part.js";

const KEY = "hubbub.theme";

export class MeMenu extends Part {
  connected() {
    this.when(["me"], () => this.#me());
    this.on("change", (event) => choose(event.target.value));
    const popover = this.find("[popover]");
    this.on("toggle", () => place(popover, this.find(".me-button"), "above"), popover);
    this.#theme();
  }

  #me() {
    const me = this.store.me;
    if (!me) return;
    paintAvatar(this.find(".me-button .avatar"), me);
    write(this, ".me-name .name", me.name);
    write(this, ".me-name .handle", `@${me.username}`);
    document.querySelectorAll(".only-owner").forEach((item) => item.toggleAttribute("hidden", !me.owner));
    const site = find(document, ".site-name");
    site.textContent = this.store.site.name;
  }

  #theme() {
    const chosen = document.documentElement.dataset.theme ?? "system";
    /** @type {HTMLInputElement} */ (this.find(`input[value="${chosen}"]`)).checked = true;
  }
}

/** @param {string} theme */
function choose(theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  keep(shelf(), KEY, theme);
}
