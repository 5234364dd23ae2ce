// Enhancements; every page works without this file.
// 1. Theme: auto, light, dark, kept in a cookie that js/theme.js reads before the first paint.
// 2. Drawers: <details> close on Escape, on a press outside, and menus when the focus leaves them;
//    outlines start closed on phones.
// 3. Messages can be put away.
// 4. A request of htmx that fails says so, keeps what was typed and can be tried again. Who answers
//    for its own failures carries data-quiet.
// 5. Says when the connection is gone and when it is back, and lets the browser keep one page for
//    then.
const root = document.documentElement;
root.classList.add("js");

const themeColors = [...document.querySelectorAll("meta[name=theme-color]")];
for (const meta of themeColors) meta.dataset.own = meta.content;

function showTheme(theme) {
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
  for (const button of document.querySelectorAll("[data-set-theme]"))
    button.setAttribute("aria-pressed", String(button.dataset.setTheme === theme));
  for (const meta of themeColors)
    meta.content = theme === "auto" ? meta.dataset.own : themeColors[theme === "dark" ? 1 : 0].dataset.own;
}

showTheme(root.dataset.theme ?? "auto");

const narrow = matchMedia("(max-width: 59.99rem)");

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-set-theme]");
  if (button) {
    const theme = button.dataset.setTheme;
    document.cookie = `theme=${theme};path=/;max-age=31536000;samesite=lax`;
    showTheme(theme);
  }
  for (const open of document.querySelectorAll("details[data-drawer][open]"))
    if (!open.contains(event.target) && (narrow.matches || open.classList.contains("menu")))
      open.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open =
    event.target.closest?.("details[data-drawer][open]") ??
    document.querySelector("details.menu[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

document.addEventListener("focusout", (event) => {
  const menu = event.target.closest?.("details.menu[open]");
  const next = event.relatedTarget;
  // A press on plain text in the menu moves the focus to what holds the menu: it stays open.
  if (menu && next && !menu.contains(next) && !next.contains(menu)) menu.open = false;
});

function settle() {
  for (const side of document.querySelectorAll("details[data-fold]")) side.open = !narrow.matches;
}
narrow.addEventListener("change", settle);
settle();

// -- messages --
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-dismiss]");
  if (!button) return;
  const message = button.closest("[data-message]");
  if (message) message.remove();
  else button.closest("[data-failure]").hidden = true;
  document.getElementById("main").focus({ preventScroll: true });
});

// -- requests that fail --
const failure = document.querySelector("[data-failure]");
let failed = null;

function tellFailure(event, status) {
  const { elt, requestConfig } = event.detail;
  if (elt.closest("[data-quiet]")) return;
  failed = { elt, type: requestConfig.triggeringEvent?.type ?? "click" };
  const known = ["403", "404", "429"].includes(String(status)) ? String(status) : "500";
  for (const words of failure.querySelectorAll("[data-failed]"))
    words.hidden = words.dataset.failed !== (status === 0 ? "0" : known);
  failure.querySelector("[data-retry]").hidden = status === 404;
  failure.hidden = false;
}

document.addEventListener("htmx:sendError", (event) => tellFailure(event, 0));
document.addEventListener("htmx:timeout", (event) => tellFailure(event, 0));
document.addEventListener("htmx:responseError", (event) =>
  tellFailure(event, event.detail.xhr.status),
);
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) failure.hidden = true;
});

failure.querySelector("[data-retry]").addEventListener("click", () => {
  failure.hidden = true;
  if (!failed?.elt.isConnected) location.reload();
  else if (failed.elt.matches("form")) failed.elt.requestSubmit();
  else window.htmx.trigger(failed.elt, failed.type);
});

// -- suggestions: the list under a search box, a WAI-ARIA combobox; the server writes the options --
const PAUSE = 150;

function suggestIn(form) {
  const input = form.querySelector("input[type=search]");
  const list = form.querySelector("[role=listbox]");
  const said = form.querySelector("[role=status]");
  let timer, asking, at = -1;
  const options = () => [...list.querySelectorAll("[role=option]")];

  function show(isOpen) {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) light(-1);
  }

  function light(place) {
    at = place;
    options().forEach((option, number) => {
      option.id = `${list.id}-${number}`;
      option.setAttribute("aria-selected", String(number === at));
      if (number === at) option.scrollIntoView({ block: "nearest" });
    });
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `${list.id}-${at}`);
  }

  function forget() {
    clearTimeout(timer);
    asking?.abort();
    show(false);
    said.textContent = "";
  }

  async function ask() {
    const words = input.value.trim();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(words)}`, { signal });
      if (!answer.ok) return;
      const html = await answer.text();
      if (signal.aborted || words !== input.value.trim()) return;
      list.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
      light(-1);
      said.textContent = list.querySelector("[data-said]")?.content.textContent ?? "";
      show(options().length > 0 && document.activeElement === input);
    } catch {
      // Stale or offline: the box still searches.
    }
  }

  for (const [name, value] of Object.entries({
    role: "combobox", autocomplete: "off", "aria-autocomplete": "list",
    "aria-expanded": "false", "aria-controls": list.id,
  }))
    input.setAttribute(name, value);

  input.addEventListener("input", () => {
    clearTimeout(timer);
    asking?.abort();
    if ([...input.value.trim()].length < 2) forget();
    else timer = setTimeout(ask, PAUSE);
  });

  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.isComposing || !count) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // One place before the first option is the box itself.
      if (list.hidden) show(true);
      light(((at + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (list.hidden) {
      return;
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      options()[at].click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      forget();
    }
  });

  // A press must not take the focus away: the list would close before the press is over.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) forget();
  });
  form.addEventListener("submit", forget);
}

document.querySelectorAll("form[data-suggest]").forEach(suggestIn);
// -- end of suggestions --

/* ------------------------------------------------------------------ connection */
const gone = document.querySelector("[data-offline]");
const back = document.querySelector("[data-online]");

function show() {
  gone.hidden = navigator.onLine;
}

addEventListener("offline", () => {
  back.hidden = true;
  show();
});
addEventListener("online", () => {
  back.hidden = gone.hidden;
  show();
  setTimeout(() => (back.hidden = true), 6000);
});
show();

async function keepWorker() {
  const address = document.querySelector("meta[name=offline-worker]")?.content;
  if (address) await navigator.serviceWorker.register(address, { scope: "/" });
  else for (const old of await navigator.serviceWorker.getRegistrations()) await old.unregister();
}

// A browser may refuse to keep anything: nothing depends on it.
if ("serviceWorker" in navigator)
  addEventListener("load", () => keepWorker().catch(() => undefined));
