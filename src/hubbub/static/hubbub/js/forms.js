/** Comfort on the pages around the chat, which work without it: passwords can be shown, links copied, times are local. */

for (const input of document.querySelectorAll('input[type="password"]')) addButton(/** @type {HTMLInputElement} */ (input));
/** @type {HTMLElement | null} */ (document.querySelector('[aria-invalid="true"]'))?.focus();
for (const button of document.querySelectorAll("[data-copies]")) makeCopy(/** @type {HTMLButtonElement} */ (button));
for (const time of document.querySelectorAll("time")) time.textContent = local(time.dateTime);

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

/** @param {HTMLButtonElement} button */
function makeCopy(button) {
  const input = /** @type {HTMLInputElement} */ (document.getElementById(button.dataset.copies ?? ""));
  button.hidden = false;
  button.addEventListener("click", async () => {
    input.select();
    if (await copy(input.value)) button.textContent = button.dataset.copied ?? "";
  });
}

/** A page without TLS has no clipboard; what is selected can be copied there. @param {string} text */
async function copy(text) {
  if (!navigator.clipboard) return document.execCommand("copy");
  return navigator.clipboard.writeText(text).then(() => true, () => false);
}

/** @param {string} moment */
function local(moment) {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "long", timeStyle: "short" }).format(new Date(moment));
}
