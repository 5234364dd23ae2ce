{# Switched off: what an earlier worker kept is thrown away, and the worker with it. #}
addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("offline-")).map((name) => caches.delete(name))))
      .then(() => registration.unregister()),
  );
});
