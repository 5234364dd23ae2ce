// Runs before the first paint: shared pages do not vary by cookie, so what a reader has chosen is set
// here: the theme, and the size, width, spacing and face of lessons ("reading=size-2.face-serif").
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const theme = /(?:^|; )theme=(light|dark)/.exec(document.cookie);
  if (theme) root.dataset.theme = theme[1];
  const reading = /(?:^|; )reading=([^;]*)/.exec(document.cookie);
  for (const pair of reading ? reading[1].split(".") : []) {
    const known = /^(size|width|space|face)-(\w+)$/.exec(pair);
    if (known) root.dataset[known[1]] = known[2];
  }
})();
