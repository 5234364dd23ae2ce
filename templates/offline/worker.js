{% autoescape off %}{# One page for when there is no connection, in each language, and nothing else: no page of a person is ever kept. #}
const KEPT = "offline-{{ version }}";
const PAGES = {{ pages }};
const FILES = {{ files }};
const FIRST = Object.keys(PAGES)[0];

addEventListener("install", (event) => {
  const requests = [...Object.values(PAGES), ...FILES].map(
    (path) => new Request(path, { credentials: "omit", cache: "no-cache" }),
  );
  event.waitUntil(
    caches.open(KEPT).then((kept) => kept.addAll(requests)).then(() => skipWaiting()),
  );
});

addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("offline-") && name !== KEPT).map((name) => caches.delete(name))))
      .then(() => clients.claim()),
  );
});

function pageFor(path) {
  return PAGES[path.split("/")[1]] ?? PAGES[FIRST];
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate")
    event.respondWith(fetch(request).catch(() => caches.match(pageFor(pathname), { ignoreVary: true })));
  else if (FILES.includes(pathname))
    event.respondWith(fetch(request).catch(() => caches.match(pathname, { ignoreVary: true })));
});{% endautoescape %}
