// Runs before the first paint: shared pages do not vary by cookie, so the theme is set here.
const chosen = /(?:^|; )theme=(light|dark)/.exec(document.cookie);
if (chosen) document.documentElement.dataset.theme = chosen[1];
