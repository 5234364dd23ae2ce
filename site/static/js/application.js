// What the controllers of a lesson share: Stimulus, started once, the keys, and the way to keep a
// learner's place. Controllers are registered by the page's entry (js/lesson.js).
import { Application, Controller } from "../vendor/stimulus-3.2.2.js";

export { Controller };
export const application = Application.start();

/* ------------------------------------------------------------------ time */
/** Returns seconds as players show them: 4:12, 1:04:12. */
export function clockOf(seconds) {
  const all = Math.max(0, Math.floor(seconds));
  const [hour, minute, second] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  const end = `${String(minute).padStart(hour ? 2 : 1, "0")}:${String(second).padStart(2, "0")}`;
  return hour ? `${hour}:${end}` : end;
}

/* ------------------------------------------------------------------ keys */
// One listener for the page. A key is what KeyboardEvent.key says: "n", "?", "ArrowLeft", " ";
// a capital letter is that letter with Shift. Keys are switched off by a cookie (WCAG 2.1.4).
const actions = new Map();
const LETTER = /^[a-z]$/i;
const CODES = { Slash: ["/", "?"], Comma: [",", "<"], Period: [".", ">"] };
const SCROLLING = /^(Arrow.*| |Home|End|Page.*)$/;

/**
 * Calls `action(event)` when `key` is pressed and nothing else has a use for it.
 * An action that returns false had no use for it either: the browser goes on as usual.
 * Returns a function that takes the shortcut back (for `disconnect`).
 */
export function onShortcut(key, action) {
  const known = actions.get(key) ?? [];
  actions.set(key, [action, ...known]);
  return () => actions.set(key, actions.get(key).filter((one) => one !== action));
}

export function areShortcutsOn() {
  return !/(?:^|; )shortcuts=off/.test(document.cookie);
}

export function switchShortcuts(isOn) {
  document.cookie = `shortcuts=${isOn ? "on" : "off"};path=/;max-age=31536000;samesite=lax`;
}

// Keyboards that write no Latin letters are read by the place of the key.
function nameOf({ key, code, shiftKey }) {
  if (LETTER.test(key)) return shiftKey ? key.toUpperCase() : key.toLowerCase();
  if (key.length !== 1 || key.charCodeAt(0) < 128) return key;
  if (code.startsWith("Key")) return shiftKey ? code.slice(3) : code.slice(3).toLowerCase();
  return CODES[code]?.[Number(shiftKey)] ?? key;
}

// What has the focus may need the key itself: a field all of them, a button Space and Enter.
function isTaken(target, key) {
  if (!(target instanceof Element)) return false;
  if (target.closest("input[type=range], [role=slider]")) return SCROLLING.test(key) && key !== " ";
  if (target.closest("input, textarea, select, [contenteditable]:not([contenteditable=false])")) return true;
  if (target.closest("button, summary, a[href]") && (key === " " || key === "Enter")) return true;
  return Boolean(target.closest("pre, [role=group][tabindex], video, audio")) && SCROLLING.test(key);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = nameOf(event);
  const wanted = actions.get(key);
  if (!wanted?.length || !areShortcutsOn() || document.querySelector("dialog[open]")) return;
  if (isTaken(event.target, key)) return;
  if (wanted.some((action) => action(event) !== false)) event.preventDefault();
});

/* ------------------------------------------------------------------ place */
// A place is thousandths of the text, or seconds of the recording in `block`.
// The page names the address on [data-position-url]; visitors have none, and nothing is sent.
export function keepPlace(position, block = "") {
  const address = document.querySelector("[data-position-url]")?.dataset.positionUrl;
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  if (!address || !token) return;
  const body = new URLSearchParams({ position, block, csrfmiddlewaretoken: token });
  fetch(address, { method: "POST", body, keepalive: true }).catch(() => {});
}

/** Returns where the learner stopped: { position, block }, block "" for the text. */
export function keptPlace() {
  const { position = 0, positionBlock = "" } = document.querySelector("[data-position-url]")?.dataset ?? {};
  return { position: Number(position), block: positionBlock };
}
