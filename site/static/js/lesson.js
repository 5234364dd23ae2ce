// The lesson page's entry: registers its controllers. The lesson works the same without it.
import { Controller, application, areShortcutsOn, keepPlace, keptPlace, onShortcut, switchShortcuts } from "./application.js";
import { NotesController } from "./notes.js";

/* ------------------------------------------------------------------ place */
// Keeps how far the text was read: restored once, sent when the reader pauses or leaves.
class PlaceController extends Controller {
  connect() {
    const kept = keptPlace();
    // null: the page was scrolled to a recording; only what the reader scrolls after that counts.
    this.sent = kept.block ? null : kept.position;
    if (this.sent > 0 && !location.hash && this.reach > 0)
      scrollTo({ top: (this.reach * this.sent) / 1000, behavior: "instant" });
  }

  disconnect() {
    clearTimeout(this.timer);
  }

  get reach() {
    return document.documentElement.scrollHeight - innerHeight;
  }

  scrolled() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), 1500);
  }

  left() {
    if (document.visibilityState === "hidden") this.keep();
  }

  keep() {
    if ([...document.querySelectorAll("video, audio")].some((recording) => !recording.paused)) return;
    const now = this.reach > 0 ? Math.min(1000, Math.max(0, Math.round((scrollY / this.reach) * 1000))) : 0;
    const isNew = this.sent !== null && Math.abs(now - this.sent) >= 10;
    if (isNew) keepPlace(now);
    if (isNew || this.sent === null) this.sent = now;
  }
}

/* ------------------------------------------------------------------ languages */
// Who changes the language in the middle of a lesson goes on at the block that was being read: its
// id is the same in every language.
const READING_LINE = 1 / 4; // of the window's height: where the eyes are
const REST = 1000; // milliseconds after which a place counts as read
const ERRAND = 15000; // milliseconds that somebody may take at the top, where the menu is

class LanguagesController extends Controller {
  block = null;

  disconnect() {
    clearTimeout(this.timer);
  }

  // The menu may be out of sight: who goes up to it is still reading where they rested before.
  scrolled() {
    clearTimeout(this.timer);
    const block = this.findBlock();
    this.timer = setTimeout(() => { this.block = block; }, block ? REST : ERRAND);
  }

  carry({ target }) {
    const link = target.closest("a[hreflang]");
    const block = this.findBlock() ?? this.block;
    if (link && block) link.hash = block.id;
  }

  // None at the top of the lesson: its title and what stands above the text are to be seen.
  findBlock() {
    const blocks = [...document.querySelectorAll(".prose > .block[id]")];
    if (!blocks.length || blocks[0].getBoundingClientRect().top > 0) return null;
    return blocks.findLast((block) => block.getBoundingClientRect().top <= innerHeight * READING_LINE);
  }
}

/* ------------------------------------------------------------------ reading */
// Size, width, spacing and face of the text, and the reading view. A setting is an attribute of
// <html> and a pair in the cookie "reading", which js/theme.js reads before the first paint.
const root = document.documentElement;
const SETTINGS = ["size", "width", "space", "face"];

class ReadingController extends Controller {
  static targets = ["choice", "view"];

  connect() {
    for (const input of this.choiceTargets) input.checked = (root.dataset[input.name] ?? "") === input.value;
    this.takeBack = [
      onShortcut("z", () => this.toggle()),
      onShortcut("Escape", () => (root.hasAttribute("data-alone") ? this.toggle() : false)),
    ];
    this.show();
  }

  disconnect() {
    for (const take of this.takeBack) take();
  }

  choose({ target: { name, value } }) {
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
    const kept = SETTINGS.filter((key) => root.dataset[key]).map((key) => `${key}-${root.dataset[key]}`);
    document.cookie = `reading=${kept.join(".")};path=/;max-age=31536000;samesite=lax`;
  }

  toggle() {
    root.toggleAttribute("data-alone");
    this.show();
  }

  show() {
    for (const button of this.viewTargets)
      button.setAttribute("aria-pressed", String(root.hasAttribute("data-alone")));
  }
}

/* ------------------------------------------------------------------ shortcuts */
// The list of keys, the switch that turns them off, and the keys of the page itself.
class ShortcutsController extends Controller {
  static targets = ["dialog", "switch"];

  connect() {
    this.switchTarget.checked = areShortcutsOn();
    this.takeBack = [
      onShortcut("?", () => this.open()),
      onShortcut("/", () => this.search()),
      onShortcut("N", () => this.follow("next")),
      onShortcut("P", () => this.follow("prev")),
    ];
  }

  disconnect() {
    for (const take of this.takeBack) take();
  }

  open() {
    this.dialogTarget.showModal();
  }

  close() {
    this.dialogTarget.close();
  }

  // A press beside the list is a press on the dialog itself.
  pressed({ target }) {
    if (target === this.dialogTarget) this.close();
  }

  turn() {
    switchShortcuts(this.switchTarget.checked);
  }

  search() {
    const field = [...document.querySelectorAll("input[type=search]")].find((one) => one.checkVisibility());
    field?.focus();
    return Boolean(field);
  }

  follow(rel) {
    const link = document.querySelector(`.pager a[rel=${rel}]`);
    link?.click();
    return Boolean(link);
  }
}

/* ------------------------------------------------------------------ rail */
// Keeps the modules that were opened, for this tab, and shows the current lesson in a long list.
class RailController extends Controller {
  static targets = ["drawer", "fold"];
  static values = { course: String };

  connect() {
    const open = (sessionStorage.getItem(this.key) ?? "").split(",");
    for (const fold of this.foldTargets) fold.open = open.includes(fold.dataset.module);
    this.showCurrent();
  }

  get key() {
    return `folds:${this.courseValue}`;
  }

  keep() {
    const open = this.foldTargets.filter((fold) => fold.open).map((fold) => fold.dataset.module);
    sessionStorage.setItem(this.key, open.join(","));
  }

  // Never scrolls the page: only the rail, and only when the lesson is out of its sight. On phones
  // it is the drawer that scrolls, and the lesson can be seen once that is open.
  showCurrent() {
    const current = this.element.querySelector("[aria-current=page]");
    if (!current?.checkVisibility()) return;
    const isDrawer = getComputedStyle(this.drawerTarget).overflowY === "auto";
    const scrolled = isDrawer ? this.drawerTarget : this.element;
    const [rail, line] = [scrolled.getBoundingClientRect(), current.getBoundingClientRect()];
    if (line.bottom > Math.min(rail.bottom, innerHeight)) scrolled.scrollTop += line.top - rail.top - rail.height / 3;
  }
}

/* ------------------------------------------------------------------ requests */
// A form or a fold that asks the server in place: says when nothing came back, and keeps the button.
class RequestController extends Controller {
  static targets = ["failed"];

  sent() {
    this.element.setAttribute("aria-busy", "true");
    if (this.hasFailedTarget) this.failedTarget.hidden = true;
  }

  over() {
    this.element.removeAttribute("aria-busy");
  }

  failed() {
    if (this.hasFailedTarget) this.failedTarget.hidden = false;
  }
}

application.register("place", PlaceController);
application.register("languages", LanguagesController);
application.register("reading", ReadingController);
application.register("shortcuts", ShortcutsController);
application.register("rail", RailController);
application.register("request", RequestController);
application.register("notes", NotesController);
if (document.querySelector('[data-controller~="player"]'))
  import("./player.js").then(({ PlayerController }) => application.register("player", PlayerController));
if (document.querySelector("[data-player]")) import("./video.js");
