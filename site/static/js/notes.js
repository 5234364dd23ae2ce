// Notes beside a lesson: a button at every paragraph, marks where notes are, and the keys n and b.
// The form works without this file; it keeps notes of the whole lesson then.
import { Controller, clockOf, onShortcut } from "./application.js";

const PARAGRAPHS = "p, h2, h3, h4, li, blockquote, figure, .code, .formula, .table, .check";
const QUOTE = 120;

const recordings = () => [...document.querySelectorAll("video[data-block], audio[data-block]")];
const isPlaying = (recording) => !recording.paused && !recording.ended;

export class NotesController extends Controller {
  static targets = ["panel", "form", "text", "place", "clock", "quote", "bookmark", "stamp", "status"];
  static values = { lesson: Number, person: Number };

  connect() {
    this.prose = document.querySelector(".prose");
    this.paragraphs = this.prose ? listParagraphs(this.prose) : [];
    this.stamp = this.stampTarget.content.firstElementChild.cloneNode(true);
    this.hearing = new AbortController();
    this.listen();
    this.takeBack = [onShortcut("n", () => this.writeHere()), onShortcut("b", () => this.bookmarkHere())];
    this.restoreDraft();
    this.mark();
    this.goToAddress();
  }

  disconnect() {
    this.hearing.abort();
    this.stamp.remove();
    for (const take of this.takeBack) take();
    for (const { element } of this.paragraphs) element.classList.remove("has-note", "is-place");
  }

  listen() {
    const { signal } = this.hearing;
    const point = ({ target }) => this.pointAt(target);
    for (const name of ["pointerover", "pointerdown", "focusin"])
      this.prose?.addEventListener(name, point, { signal, passive: true });
    // A press on the button must not undo the selection that it is about.
    this.stamp.addEventListener("pointerdown", (event) => event.preventDefault(), { signal });
    this.stamp.addEventListener("click", () => this.write(this.pointed, selectionIn(this.pointed.element)), { signal });
    this.element.addEventListener("click", (event) => this.follow(event), { signal });
  }

  /* -- where -- */

  pointAt(target) {
    if (this.stamp.contains(target)) return;
    const found = this.paragraphs.findLast(({ element }) => element.contains(target));
    if (!found || found === this.pointed && this.stamp.isConnected) return;
    this.pointed = found;
    if (!this.stamp.isConnected) this.prose.append(this.stamp);
    const start = found.element.getBoundingClientRect().top - this.prose.getBoundingClientRect().top;
    this.stamp.style.insetBlockStart = `${Math.max(0, start)}px`;
  }

  get inView() {
    const line = innerHeight / 3;
    const seen = this.paragraphs.filter(({ element }) => element.getBoundingClientRect().bottom > 80);
    return seen.find(({ element }) => element.getBoundingClientRect().bottom >= line) ?? seen.at(-1);
  }

  // What n and b mean: the second that is playing, else the paragraph that is read.
  get here() {
    const recording = recordings().find(isPlaying);
    if (recording)
      return { place: "second", block: recording.dataset.block, number: Math.floor(recording.currentTime), quote: "" };
    const seen = this.inView;
    return seen ? placeOf(seen, selectionIn(seen.element)) : { place: "lesson", block: "", number: 0, quote: "" };
  }

  /* -- writing -- */

  write(paragraph, selected = "") {
    this.setPlace(placeOf(paragraph, selected));
    this.focusText();
  }

  writeHere() {
    this.setPlace(this.here);
    this.focusText();
  }

  // From the player: "Note at 4:12".
  takePlace({ detail }) {
    this.setPlace({ place: "second", block: detail.block, number: Math.floor(detail.number), quote: detail.quote ?? "" });
    this.focusText();
  }

  leavePlace() {
    this.setPlace({ place: "lesson", block: "", number: 0, quote: "" });
    this.focusText();
  }

  setPlace(place) {
    for (const [name, value] of Object.entries(place)) this.formTarget.elements[name].value = value;
    this.showPlace();
    this.keepDraft();
  }

  showPlace() {
    const { place, block, number, quote } = this.formTarget.elements;
    this.placeTarget.hidden = place.value === "lesson";
    this.clockTarget.textContent = place.value === "second" ? clockOf(Number(number.value)) : "";
    this.quoteTarget.textContent = quote.value;
    this.quoteTarget.hidden = !quote.value;
    for (const one of this.paragraphs)
      one.element.classList.toggle("is-place", place.value === "paragraph" && one.block === block.value && one.number === Number(number.value));
  }

  // Where the panel stands after the lesson, the form comes to the reader (see notes.css).
  focusText() {
    this.formTarget.classList.add("note-sheet");
    this.textTarget.focus({ preventScroll: this.isSheet });
    if (!this.isSheet) this.textTarget.scrollIntoView({ block: "nearest" });
  }

  get isBeside() {
    return matchMedia("(min-width: 76rem)").matches;
  }

  get isSheet() {
    return getComputedStyle(this.formTarget).position === "fixed";
  }

  // The words stay in the form.
  close() {
    if (!this.isSheet) return;
    this.formTarget.classList.remove("note-sheet");
    if (this.stamp.isConnected) this.stamp.focus({ preventScroll: true });
  }

  // A bookmark leaves what is being written alone.
  bookmarkHere() {
    // Sent as the form is sent, but without its words.
    window.htmx?.ajax("POST", this.formTarget.action, {
      source: this.formTarget,
      values: { ...this.here, text: "", keep: "bookmark" },
    });
    return Boolean(window.htmx);
  }

  /* -- what is not kept yet survives a reload and a failed request -- */

  // Who logs in next in the same tab must not find the words of who was here before.
  get draftKey() {
    return `note:${this.personValue}:${this.lessonValue}`;
  }

  keepDraft() {
    const { text, place, block, number, quote } = this.formTarget.elements;
    const draft = { text: text.value, place: place.value, block: block.value, number: number.value, quote: quote.value };
    try {
      if (draft.text) sessionStorage.setItem(this.draftKey, JSON.stringify(draft));
      else sessionStorage.removeItem(this.draftKey);
    } catch { /* No room, or switched off: the form still holds the words. */ }
  }

  restoreDraft() {
    let draft = null;
    try {
      draft = JSON.parse(sessionStorage.getItem(this.draftKey));
    } catch { /* Nothing that could be read. */ }
    if (draft && !this.textTarget.value)
      for (const [name, value] of Object.entries(draft)) this.formTarget.elements[name].value = value;
    this.showPlace();
  }

  // After the panel or one note was swapped.
  settle({ detail }) {
    if (detail.target.id !== "notes-panel") return this.mark();
    const kept = this.panelTarget.dataset.kept;
    const note = kept && document.getElementById(`note-${kept}`);
    // A bookmark says nothing about the words that are being written.
    const isMine = note && !note.classList.contains("note--bookmark");
    if (isMine) sessionStorage.removeItem(this.draftKey);
    this.restoreDraft();
    this.mark();
    this.statusTarget.textContent = note ? this.statusTarget.dataset.kept : "";
    if (this.textTarget.getAttribute("aria-invalid")) this.focusText();
    if (note && this.isBeside) note.scrollIntoView({ block: "nearest" });
    if (isMine) (this.isBeside ? this.textTarget : this.stamp).focus({ preventScroll: true });
  }

  /* -- marks, and the way from a note to its place -- */

  mark() {
    const noted = new Set();
    for (const { dataset } of this.element.querySelectorAll('[data-place="paragraph"]'))
      noted.add(`${dataset.block} ${dataset.number}`);
    for (const { element, block, number } of this.paragraphs)
      element.classList.toggle("has-note", noted.has(`${block} ${number}`));
  }

  follow(event) {
    const link = event.target.closest("a[data-note-place]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { place, block, number } = link.closest(".note").dataset;
    if (this.goTo(place, block, Number(number))) event.preventDefault();
  }

  goTo(place, block, number) {
    const recording = place === "second" && recordings().find((one) => one.dataset.block === block);
    if (recording) {
      recording.currentTime = number;
      recording.scrollIntoView({ block: "center" });
      return true;
    }
    const found = this.paragraphs.find((one) => one.block === block && one.number === number);
    found?.element.scrollIntoView({ block: "center" });
    if (found) this.pointAt(found.element);
    return Boolean(found);
  }

  // ?p=3#block-... leads to a paragraph; the browser itself only to its block.
  goToAddress() {
    const number = new URLSearchParams(location.search).get("p");
    const [, block] = location.hash.match(/^#block-(.+)/) ?? [];
    if (number && block) this.goTo("paragraph", block, Number(number));
  }
}

// The paragraphs of the text, each with the id of its block and its number in it, from 0.
function listParagraphs(prose) {
  const counts = new Map();
  const outer = [...prose.querySelectorAll(PARAGRAPHS)].filter((element) => !element.parentElement.closest(PARAGRAPHS));
  return outer.flatMap((element) => {
    const block = element.closest('[id^="block-"]')?.id.slice("block-".length);
    if (!block) return [];
    const number = counts.get(block) ?? 0;
    counts.set(block, number + 1);
    return [{ element, block, number }];
  });
}

function selectionIn(element) {
  const selection = getSelection();
  const isHere = selection.rangeCount && selection.getRangeAt(0).intersectsNode(element);
  return isHere && !selection.isCollapsed ? selection.toString() : "";
}

function placeOf({ element, block, number }, selected) {
  const words = (selected || element.innerText || "").replace(/\s+/g, " ").trim();
  const quote = words.length > QUOTE ? `${words.slice(0, QUOTE - 1).trimEnd()}…` : words;
  return { place: "paragraph", block, number, quote };
}
