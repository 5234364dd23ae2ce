// Draws how far an import is, once a second, and shows the report when it is over.
// Without it there is a link to look again.
(() => {
  const section = document.querySelector("[data-import-progress]");
  if (!section) return;
  const bar = section.querySelector("progress");
  const stage = section.querySelector("[data-stage]");
  const count = section.querySelector("[data-count]");

  const draw = ({ is_over: isOver, stage: name, done, total }) => {
    if (isOver) {
      window.location.reload();
      return;
    }
    if (stage.textContent !== name) stage.textContent = name;
    count.textContent = total ? `${done} / ${total}` : "";
    if (total) {
      bar.max = total;
      bar.value = done;
    } else {
      bar.removeAttribute("value");
    }
    window.setTimeout(ask, 1000);
  };

  const ask = async () => {
    try {
      const answer = await fetch(section.dataset.importProgress, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      draw(await answer.json());
    } catch {
      window.setTimeout(ask, 5000);
    }
  };

  window.setTimeout(ask, 1000);
})();
