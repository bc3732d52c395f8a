// Draws the charts of a page: the same options are drawn on paper by the server. Without it their tables are open.
/* global echarts */

const root = document.documentElement;
// 大字版: everything that is a length grows with the letters.
const SCALE = root.classList.contains("large") ? 1.25 : 1;
const LENGTHS = new Set([
  "fontSize", "left", "right", "top", "bottom", "width", "itemWidth", "itemHeight", "barMaxWidth", "symbolSize",
]);

function grown(option) {
  if (Array.isArray(option)) return option.map(grown);
  if (!option || typeof option !== "object") return option;
  return Object.fromEntries(
    Object.entries(option).map(([key, value]) => [
      key,
      LENGTHS.has(key) && typeof value === "number" && value > 1 ? value * SCALE : grown(value),
    ]),
  );
}

function draw(figure) {
  const area = figure.querySelector(".chart-area");
  const text = document.getElementById(figure.dataset.chart)?.textContent;
  if (!area || !text) return;
  const option = SCALE === 1 ? JSON.parse(text) : grown(JSON.parse(text));
  area.hidden = false;
  area.style.height = `${Number(area.dataset.height) * SCALE}px`;
  // At least two dots a pixel, for paper.
  const chart = echarts.init(area, null, { devicePixelRatio: Math.max(2, devicePixelRatio) });
  chart.setOption(option);
  // To the records behind a bar; whoever uses the keyboard finds the same links in the table.
  chart.on("click", ({ data }) => data?.url && location.assign(data.url));
  new ResizeObserver(() => chart.resize()).observe(area);
  figure.querySelector(".chart-table")?.removeAttribute("open");
  offer(figure, "[data-chart-save]", () => save(figure, chart));
  offer(figure, "[data-chart-print]", () => print(figure));
}

function offer(figure, selector, act) {
  const button = figure.querySelector(selector);
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", act);
}

// The picture with its title over it, as it may go into a report of somebody.
function save(figure, chart) {
  const drawn = chart.renderToCanvas({ pixelRatio: 2, backgroundColor: "#fff" });
  const head = 72;
  const canvas = Object.assign(document.createElement("canvas"), { width: drawn.width, height: drawn.height + head });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#1c2026";
  pen.font = `600 32px ${getComputedStyle(figure).fontFamily}`;
  pen.fillText(figure.querySelector("h2").textContent, 8, 44, canvas.width - 16);
  pen.drawImage(drawn, 0, head);
  const link = document.createElement("a");
  link.href = canvas.toDataURL("image/png");
  link.download = `${figure.dataset.name}.png`;
  link.click();
}

function print(figure) {
  figure.dataset.prints = "";
  root.classList.add("prints-one");
  window.print();
  root.classList.remove("prints-one");
  delete figure.dataset.prints;
}

// Paper shows the tables too.
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll(".chart-table:not([open])")];
  for (const table of closed) table.open = true;
});
addEventListener("afterprint", () => {
  for (const table of closed) table.open = false;
});

const drawAll = (part) => part.querySelectorAll("[data-chart]").forEach(draw);
drawAll(document);
// The wall puts new pictures into its place.
document.addEventListener("wall:changed", ({ target }) => drawAll(target));
