// The wall screen: new numbers every minute; while nothing gets through the last picture stays, and says since when.
const wall = document.querySelector("[data-wall]");
const EVERY = 60_000;

async function refresh() {
  try {
    const answer = await fetch(wall.dataset.wall, { headers: { "HX-Request": "true" }, redirect: "error" });
    if (!answer.ok) throw new Error(`${answer.status}`);
    wall.innerHTML = await answer.text();
    wall.dispatchEvent(new Event("wall:changed", { bubbles: true }));
  } catch {
    const lost = wall.querySelector(".wall-lost");
    if (lost) lost.hidden = false;
  }
}

setInterval(refresh, EVERY);
