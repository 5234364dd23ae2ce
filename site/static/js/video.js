// Videos elsewhere: nothing is asked of YouTube or Vimeo before the learner presses play.
// Without this file the link leads to the video's page there.
for (const player of document.querySelectorAll("[data-player]")) {
  const link = player.querySelector(".player__go");
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.append(...link.childNodes);
  link.replaceWith(button);
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.title = player.dataset.title;
    frame.allow = "autoplay; fullscreen; picture-in-picture; encrypted-media";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.src = player.dataset.player;
    player.replaceChildren(frame);
    frame.focus();
  });
}
