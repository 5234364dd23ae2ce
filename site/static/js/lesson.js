// Keeps the place of a learner: restored once, sent when the learner pauses or leaves.
// A place is thousandths of the text, or seconds of a recording and its block.
// The lesson works the same without this file.
const page = document.querySelector("[data-position-url]");
const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;

function send(position, block = "") {
  const body = new URLSearchParams({ position, block, csrfmiddlewaretoken: token });
  fetch(page.dataset.positionUrl, { method: "POST", body, keepalive: true }).catch(() => {});
}

function keepText(videos) {
  const reach = () => document.documentElement.scrollHeight - innerHeight;
  // null: the page was scrolled to a recording; only what the learner scrolls after that counts.
  let sent = page.dataset.positionBlock ? null : Number(page.dataset.position);

  if (sent > 0 && !location.hash && reach() > 0)
    scrollTo({ top: (reach() * sent) / 1000, behavior: "instant" });

  function keep() {
    const now = reach() > 0 ? Math.min(1000, Math.max(0, Math.round((scrollY / reach()) * 1000))) : 0;
    if (videos.some((video) => !video.paused)) return;
    const isNew = sent !== null && Math.abs(now - sent) >= 10;
    if (isNew) send(now);
    if (isNew || sent === null) sent = now;
  }

  let timer;
  addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 1500);
  }, { passive: true });
  return keep;
}

function keepVideo(video) {
  const block = video.dataset.block;
  let sent = 0;

  if (page.dataset.positionBlock === block) {
    sent = Number(page.dataset.position);
    if (!location.hash) video.scrollIntoView({ block: "center", behavior: "instant" });
    // Nothing is loaded before play: the place is taken when the length is known.
    video.addEventListener("loadedmetadata", () => {
      if (sent < video.duration - 2) video.currentTime = sent;
    }, { once: true });
  }

  function keep(tolerance) {
    const now = Math.floor(video.currentTime);
    if (Math.abs(now - sent) < tolerance) return;
    sent = now;
    send(now, block);
  }

  video.addEventListener("timeupdate", () => keep(10));
  video.addEventListener("pause", () => keep(1));
  return () => { if (!video.paused) keep(1); };
}

if (page && token) {
  const videos = [...page.querySelectorAll("video[data-block]")];
  const keepers = [...videos.map(keepVideo), keepText(videos)];
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") for (const keep of keepers) keep();
  });
}
