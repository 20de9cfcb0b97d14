/** Comfort on the pages before the chat, which work without it: passwords can be shown, the first error has the focus. */

for (const input of document.querySelectorAll('input[type="password"]')) addButton(/** @type {HTMLInputElement} */ (input));
/** @type {HTMLElement | null} */ (document.querySelector('[aria-invalid="true"]'))?.focus();

/** @param {HTMLInputElement} input */
function addButton(input) {
  const box = document.createElement("div");
  const button = document.createElement("button");
  box.className = "reveal";
  button.type = "button";
  input.replaceWith(box);
  box.append(input, button);
  button.addEventListener("click", () => {
    set(input, button, input.type === "password");
    input.focus();
  });
  input.form?.addEventListener("submit", () => set(input, button, false));
  set(input, button, false);
}

/** @param {HTMLInputElement} input @param {HTMLButtonElement} button @param {boolean} shown */
function set(input, button, shown) {
  const { show = "Show", hide = "Hide", password = "password" } = document.body.dataset;
  input.type = shown ? "text" : "password";
  button.textContent = shown ? hide : show;
  button.setAttribute("aria-label", `${shown ? hide : show} ${password}`);
}
