/* A tap on the map writes longitude and latitude into the form; typed numbers move the mark. */
const picture = document.querySelector("[data-pick]");
const across = document.querySelector("[name=longitude]");
const down = document.querySelector("[name=latitude]");

if (picture && across && down) {
  const frame = {
    west: Number(picture.dataset.west),
    north: Number(picture.dataset.north),
    across: Number(picture.dataset.across),
    down: Number(picture.dataset.down),
  };
  const mark = picture.querySelector(".picked");

  const show = () => {
    const x = Number(across.value), y = Number(down.value);
    const known = across.value && down.value && Number.isFinite(x) && Number.isFinite(y);
    mark.setAttribute("cx", known ? (x - frame.west) * frame.across : -99);
    mark.setAttribute("cy", known ? (frame.north - y) * frame.down : -99);
  };

  picture.addEventListener("click", (event) => {
    const here = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
    across.value = (frame.west + here.x / frame.across).toFixed(6);
    down.value = (frame.north - here.y / frame.down).toFixed(6);
    for (const field of [across, down]) field.dispatchEvent(new Event("input", { bubbles: true }));
    show();
  });
  for (const field of [across, down]) field.addEventListener("input", show);
  show();
}
