// A recording: its controls, its transcript and its place. Without this file the browser's own
// player stands there, and the transcript is text whose times are links.
import { Controller, clockOf, keepPlace, keptPlace, onShortcut } from "./application.js";

const language = document.documentElement.lang || "en";
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let current = null; // The player that the keys mean: the one last used, else the first of the page.

/* ------------------------------------------------------------------ settings */
// Speed, volume and captions, the same for all recordings; a browser may refuse to keep them.
function readSettings() {
  try {
    return JSON.parse(localStorage.getItem("player")) ?? {};
  } catch {
    return {};
  }
}

function keepSettings(changed) {
  try {
    localStorage.setItem("player", JSON.stringify({ ...readSettings(), ...changed }));
  } catch {
    // They hold for this page then.
  }
}

/* ------------------------------------------------------------------ times */
const units = ["hour", "minute", "second"].map(
  (unit) => new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }),
);

// Times as they are said: "4 minutes 12 seconds".
function wordsOf(seconds) {
  const all = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  const said = parts.map((part, place) => (part ? units[place].format(part) : "")).filter(Boolean);
  return said.join(" ") || units[2].format(0);
}

function fill(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function show(elements, isShown) {
  for (const element of elements) element.hidden = !isShown;
}

export class PlayerController extends Controller {
  static targets = [
    "media", "frame", "bar", "toggle", "whenPaused", "whenPlaying", "go", "from", "wait", "trouble", "end", "finish",
    "seek", "now", "total", "mute", "whenLoud", "whenMute", "volume", "speed", "captions", "language", "small", "full",
    "note", "clock", "transcript", "lines", "wanted", "hits", "step", "copy", "back",
  ];
  static values = { block: String };

  connect() {
    const media = (this.media = this.mediaTarget);
    current ??= this;
    this.leaving = new AbortController();
    this.hits = [];
    this.links = this.hasLinesTarget ? [...this.linesTarget.querySelectorAll("a")] : [];
    this.starts = this.links.map((link) => Number(link.dataset.start));
    this.isFollowing = true;
    this.findStart();
    this.listen();
    this.listenToKeys();
    media.controls = false;
    this.element.dataset.ready = "";
    show(this.goTargets, true);
    show(this.smallTargets, document.pictureInPictureEnabled && media.requestPictureInPicture);
    show(this.fullTargets, this.frameTarget.requestFullscreen || media.webkitEnterFullscreen);
    show(this.noteTargets, this.blockValue && document.querySelector("[data-notes]"));
    this.applySettings();
    this.draw();
  }

  disconnect() {
    if (current === this) current = null;
    this.leaving.abort();
    for (const take of this.takeBack) take();
    this.media.controls = true;
    delete this.element.dataset.ready;
  }

  listen() {
    const options = { signal: this.leaving.signal };
    const on = (name, action, target = this.media) => target.addEventListener(name, action, options);
    on("play", () => this.began());
    on("pause", () => this.drawState());
    on("pause", () => this.keep(1));
    on("timeupdate", () => this.moved());
    on("seeked", () => this.moved());
    on("durationchange", () => this.draw());
    on("loadedmetadata", () => this.takeStart());
    on("ended", () => this.ended());
    on("volumechange", () => this.drawVolume());
    on("waiting", () => show(this.waitTargets, true));
    for (const name of ["playing", "canplay", "pause"]) on(name, () => show(this.waitTargets, false));
    on("fullscreenchange", () => this.drawFull(), document);
    on("visibilitychange", () => document.visibilityState === "hidden" && this.hasBegun && this.keep(1), document);
    on("click", (event) => this.carry(event), window); // After js/lesson.js named the block that is read.
    // The last of the sources tells that none could be had; its news does not bubble.
    this.media.addEventListener("error", () => this.failed(), { ...options, capture: true });
  }

  /* ---------------------------------------------------------------- place */
  // The address says more than what was kept: somebody pressed a link to that very second.
  findStart() {
    const asked = new URLSearchParams(location.search).get("t");
    const isMeant = location.hash ? location.hash === `#block-${this.blockValue}` : current === this;
    const kept = keptPlace();
    const isKept = this.blockValue !== "" && kept.block === this.blockValue;
    this.sent = isKept ? kept.position : 0;
    this.start = /^\d{1,5}$/.test(asked ?? "") && isMeant ? Number(asked) : this.sent;
    if (this.start && isMeant) current = this;
    if (isKept && asked === null && !location.hash) {
      current = this;
      this.element.scrollIntoView({ block: "start", behavior: "instant" });
    }
  }

  // Nothing is loaded before play: the place is taken when the length is known.
  takeStart() {
    this.media.currentTime = this.start < this.media.duration - 2 ? this.start : 0;
    this.draw();
  }

  get at() {
    return this.media.readyState ? this.media.currentTime : this.start;
  }

  get duration() {
    return Number.isFinite(this.media.duration) ? this.media.duration : Number(this.seekTarget.max);
  }

  keep(tolerance) {
    const now = Math.floor(this.at);
    if (!this.blockValue || Math.abs(now - this.sent) < tolerance) return;
    this.sent = now;
    keepPlace(now, this.blockValue);
  }

  // Who changes the language while it plays goes on at this second: what is kept may be ten old.
  carry({ target }) {
    const link = target.closest?.("a[hreflang]");
    if (!link || this.media.paused || !this.blockValue) return;
    const address = new URL(link.href);
    address.searchParams.set("t", Math.floor(this.at));
    address.hash = `block-${this.blockValue}`;
    link.href = address.href;
  }

  moved() {
    this.draw();
    if (this.hasBegun) this.keep(10);
  }

  seekTo(second) {
    const last = this.media.readyState ? this.duration : Infinity;
    const place = Math.min(Math.max(0, second), last);
    if (this.media.readyState) this.media.currentTime = place;
    else this.start = place;
    current = this;
    show(this.endTargets, false);
    this.draw();
  }

  /* ---------------------------------------------------------------- controls */
  toggle() {
    current = this;
    if (this.media.paused) this.media.play().catch(() => {}); // Why it cannot is told by "error".
    else this.media.pause();
  }

  began() {
    current = this;
    for (const other of document.querySelectorAll("video, audio")) if (other !== this.media) other.pause();
    this.hasBegun = true;
    this.element.dataset.begun = "";
    show(this.troubleTargets, false);
    this.drawState();
    const covered = [...this.goTargets, ...this.endTargets];
    const hadFocus = covered.some((one) => one.contains(document.activeElement));
    show(covered, false);
    if (hadFocus) this.toggleTarget.focus();
  }

  ended() {
    show(this.finishTargets, document.querySelector('#complete form[action$="/complete/"]'));
    show(this.endTargets, true);
  }

  again() {
    this.seekTo(0);
    this.toggle();
  }

  finish(event) {
    if (document.fullscreenElement) document.exitFullscreen();
    event.preventDefault(); // Going to a fragment would take the focus away again.
    document.querySelector("#complete button").focus();
  }

  failed() {
    const isOver = this.media.error || this.media.networkState === HTMLMediaElement.NETWORK_NO_SOURCE;
    // The state follows the last source's news a moment later.
    if (!isOver) return void setTimeout(() => this.media.networkState === 3 && this.failed(), 500);
    this.start = this.at;
    this.media.pause();
    show([...this.waitTargets, ...this.goTargets], false);
    show(this.troubleTargets, true);
  }

  retry() {
    show(this.troubleTargets, false);
    this.media.load();
    this.toggle();
  }

  skip({ params: { by } }) {
    this.seekTo(this.at + by);
  }

  slide() {
    this.isSliding = true;
    this.seekTo(Number(this.seekTarget.value));
  }

  slid() {
    this.isSliding = false;
  }

  // The bar goes by five seconds, and by a tenth of the recording; one second is too little to hear.
  nudge(event) {
    const tenth = this.duration / 10;
    const steps = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5, PageDown: -tenth, PageUp: tenth };
    if (!(event.key in steps)) return;
    event.preventDefault();
    this.seekTo(this.at + steps[event.key]);
  }

  mute() {
    this.media.muted = !this.media.muted;
    if (!this.media.muted && !this.media.volume) this.media.volume = 1;
  }

  loud() {
    this.media.volume = this.volumeTarget.value / 100;
    this.media.muted = this.media.volume === 0;
  }

  hurry() {
    const speed = Number(this.speedTarget.value);
    this.media.defaultPlaybackRate = this.media.playbackRate = speed;
    keepSettings({ speed });
  }

  changeSpeed(by) {
    const place = this.speedTarget.selectedIndex + by;
    this.speedTarget.selectedIndex = Math.min(Math.max(0, place), this.speedTarget.length - 1);
    this.hurry();
  }

  // Off, then each language in turn.
  caption() {
    const tracks = [...this.media.textTracks];
    const place = tracks.indexOf(this.shownTrack) + 1;
    this.showCaptions(tracks[place]?.language ?? "");
    keepSettings({ captions: tracks[place]?.language ?? "" });
  }

  showCaptions(code) {
    const tracks = [...this.media.textTracks];
    const shown = tracks.find((track) => track.language === code);
    this.shownTrack = shown;
    for (const track of tracks) track.mode = track === shown ? "showing" : "disabled";
    for (const button of this.captionsTargets) button.setAttribute("aria-pressed", String(Boolean(shown)));
    for (const word of this.languageTargets) word.textContent = tracks.length > 1 && shown ? `: ${shown.label}` : "";
  }

  applySettings() {
    const { speed = 1, volume = 1, isMuted = false, captions } = readSettings();
    const { media, speedTarget } = this;
    speedTarget.value = String(speed);
    if (speedTarget.selectedIndex < 0) speedTarget.value = "1";
    media.defaultPlaybackRate = media.playbackRate = Number(speedTarget.value);
    media.volume = Math.min(Math.max(0, Number(volume) || 0), 1);
    media.muted = Boolean(isMuted);
    const codes = [...media.textTracks].map((track) => track.language);
    this.showCaptions(captions === "" || codes.includes(captions) ? captions : codes[0]);
    this.drawVolume();
  }

  shrink() {
    const change = document.pictureInPictureElement
      ? document.exitPictureInPicture()
      : this.media.requestPictureInPicture();
    change.catch(() => {});
  }

  fill() {
    if (!this.hasFullTarget) return;
    if (document.fullscreenElement) document.exitFullscreen();
    else if (this.frameTarget.requestFullscreen) this.frameTarget.requestFullscreen().catch(() => {});
    else this.media.webkitEnterFullscreen?.();
  }

  note() {
    if (document.fullscreenElement) document.exitFullscreen();
    this.media.pause();
    const quote = this.links[this.line]?.lastElementChild.textContent ?? "";
    const detail = { place: "second", block: this.blockValue, number: Math.floor(this.at), quote };
    document.dispatchEvent(new CustomEvent("lms:note-here", { detail }));
  }

  /* ---------------------------------------------------------------- what is seen */
  draw() {
    const { at, duration, seekTarget } = this;
    const clock = clockOf(at);
    for (const place of [...this.nowTargets, ...this.clockTargets]) place.textContent = clock;
    for (const place of this.fromTargets) place.textContent = at >= 1 ? fill(place.dataset.from, { now: clock }) : "";
    if (Number.isFinite(this.media.duration)) {
      seekTarget.max = Math.ceil(duration);
      this.totalTarget.textContent = clockOf(duration);
    }
    if (!this.isSliding) seekTarget.value = at;
    seekTarget.setAttribute(
      "aria-valuetext",
      this.totalTarget.textContent
        ? fill(seekTarget.dataset.of, { now: wordsOf(at), total: wordsOf(duration) })
        : wordsOf(at),
    );
    // A place that was kept, or stands in an address, is the whole second in which a line begins.
    this.markLine(Number.isInteger(at) ? at + 0.999 : at);
  }

  drawState() {
    const isPaused = this.media.paused;
    show(this.whenPausedTargets, isPaused);
    show(this.whenPlayingTargets, !isPaused);
  }

  drawVolume() {
    const { muted, volume } = this.media;
    this.muteTarget.setAttribute("aria-pressed", String(muted));
    show(this.whenMuteTargets, muted);
    show(this.whenLoudTargets, !muted);
    this.volumeTarget.value = muted ? 0 : Math.round(volume * 100);
    keepSettings({ volume, isMuted: muted });
  }

  drawFull() {
    const isFull = document.fullscreenElement === this.frameTarget;
    for (const button of this.fullTargets) button.setAttribute("aria-pressed", String(isFull));
  }

  /* ---------------------------------------------------------------- keys */
  listenToKeys() {
    // Keys that scroll the page are the player's only when it has the focus, or plays and nothing has it.
    const isNear = ({ target }) =>
      this.element.contains(target) || (target === document.body && this.hasBegun);
    const move = (by) => () => this.seekTo(this.at + by);
    const keys = {
      k: () => this.toggle(),
      j: move(-10),
      l: move(10),
      " ": (event) => (isNear(event) ? this.toggle() : false),
      ArrowLeft: (event) => (isNear(event) ? move(-5)() : false),
      ArrowRight: (event) => (isNear(event) ? move(5)() : false),
      c: () => (this.hasCaptionsTarget ? this.caption() : false),
      m: () => this.mute(),
      f: () => this.fill(),
      t: () => (this.hasTranscriptTarget ? this.turnTranscript() : false),
      n: () => (this.hasBegun && this.hasNoteTarget && !this.noteTarget.hidden ? this.note() : false),
      "<": () => this.changeSpeed(-1),
      ">": () => this.changeSpeed(1),
    };
    this.takeBack = Object.entries(keys).map(([key, action]) =>
      onShortcut(key, (event) => (current === this ? action(event) : false)),
    );
  }

  /* ---------------------------------------------------------------- transcript */
  markLine(at) {
    let line = -1;
    for (let [low, high] = [0, this.starts.length - 1]; low <= high; ) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] <= at + 0.05) [line, low] = [middle, middle + 1];
      else high = middle - 1;
    }
    if (line === this.line) return;
    this.links[this.line]?.removeAttribute("aria-current");
    this.links[line]?.setAttribute("aria-current", "true");
    this.line = line;
    if (this.isFollowing) this.scrollTo(this.links[line] ?? this.links[0]);
  }

  // Moves the box of the transcript alone, never the page.
  scrollTo(element) {
    if (!element || !this.transcriptTarget.open) return;
    const box = this.linesTarget;
    const top = element.getBoundingClientRect().top - box.getBoundingClientRect().top;
    box.scrollTo({
      top: box.scrollTop + top - box.clientHeight / 3,
      behavior: calm.matches || !this.hasBegun ? "instant" : "smooth",
    });
  }

  choose(event) {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.follow();
    this.seekTo(Number(link.dataset.start));
  }

  // Whoever scrolls the transcript reads elsewhere: it stays there until asked to go along again.
  wander(event) {
    const isScrolling = event.type === "keydown" ? /^(Arrow(Up|Down)|Page|Home|End)/.test(event.key) : true;
    const isBar = event.type !== "pointerdown" || event.target === this.linesTarget;
    const { scrollHeight, clientHeight } = this.linesTarget;
    if (isScrolling && isBar && scrollHeight > clientHeight) this.stopFollowing();
  }

  stopFollowing() {
    this.isFollowing = false;
    show(this.backTargets, true);
  }

  follow() {
    this.isFollowing = true;
    show(this.backTargets, false);
    this.scrollTo(this.links[this.line]);
  }

  turnTranscript() {
    this.transcriptTarget.open = !this.transcriptTarget.open;
  }

  search() {
    const wanted = this.wantedTarget.value.trim();
    for (const mark of this.hits) mark.replaceWith(mark.firstChild);
    for (const link of this.links) link.lastElementChild.normalize();
    this.hits = wanted ? this.links.flatMap((link) => markWords(link.lastElementChild, wanted)) : [];
    this.hit = -1;
    show(this.stepTargets, this.hits.length > 1);
    if (this.hits.length) this.goToHit(0);
    else this.hitsTarget.textContent = wanted ? this.hitsTarget.dataset.none : "";
  }

  step({ params: { by } }) {
    this.goToHit(this.hit + by);
  }

  browse(event) {
    if (event.key === "Enter" && this.hits.length) this.goToHit(this.hit + (event.shiftKey ? -1 : 1));
    if (event.key !== "Escape" || !this.wantedTarget.value) return;
    event.preventDefault();
    this.wantedTarget.value = "";
    this.search();
  }

  goToHit(hit) {
    const total = this.hits.length;
    this.hits[this.hit]?.classList.remove("here");
    this.hit = (hit + total) % total;
    this.hits[this.hit].classList.add("here");
    this.hitsTarget.textContent = fill(this.hitsTarget.dataset.of, { now: this.hit + 1, total });
    this.stopFollowing();
    this.scrollTo(this.hits[this.hit]);
  }

  async copy() {
    const text = this.links.map((link) => [...link.children].map((part) => part.textContent).join("\t")).join("\n");
    const word = this.copyTarget.querySelector("[data-done]");
    try {
      await navigator.clipboard.writeText(text);
      word.textContent = word.dataset.done;
    } catch {
      word.textContent = word.dataset.failed;
    }
  }
}

// Puts a <mark> round every place where `wanted` stands in the text of `element`; returns them.
function markWords(element, wanted) {
  const pattern = new RegExp(`(${wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+")})`, "giu");
  const parts = element.textContent.split(pattern);
  if (parts.length === 1) return [];
  const nodes = parts.map((part, place) => {
    if (place % 2 === 0) return document.createTextNode(part);
    const mark = document.createElement("mark");
    mark.textContent = part;
    return mark;
  });
  element.replaceChildren(...nodes);
  return nodes.filter((node) => node.nodeName === "MARK");
}
