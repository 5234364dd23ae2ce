// Says when the connection is gone and when it is back, and lets the browser keep one page for then.
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
