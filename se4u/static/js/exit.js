// "Leave this site quickly": also takes this page out of the history, and answers three presses of Escape.
const link = document.querySelector("[data-quick-exit]");

export function leave() {
  document.documentElement.dataset.leaving = "";
  document.title = "";
  document.body.hidden = true;
  window.location.replace(link.href);
}

if (link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  let presses = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    presses = [...presses.filter((at) => event.timeStamp - at < 2000), event.timeStamp];
    if (presses.length >= 3) leave();
  });
}
