// Small makers of elements. Text always goes in as text.

const { sprite } = document.body.dataset;

export function el(tag, options = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (name === "on") for (const [type, act] of Object.entries(value)) node.addEventListener(type, act);
    else if (name === "class") node.className = value;
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "value" || name === "checked" || name === "hidden") node[name] = value;
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

export function badge(tone, symbol, words) {
  return el("span", { class: `st is-${tone}` }, icon(symbol), words);
}

export function button(words, act, options = {}) {
  const { symbol, ...rest } = options;
  return el("button", { type: "button", class: "btn btn-line btn-sm", ...rest, on: { click: act } }, symbol ? icon(symbol) : null, words);
}

// Made once: a new format for every row would take most of the time of drawing.
const FORMATS = [{}, { second: "2-digit" }].map((more) => new Intl.DateTimeFormat("zh-CN", {
  hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Asia/Shanghai", ...more,
}));

export function clock(milliseconds, seconds = false) {
  return FORMATS[Number(seconds)].format(milliseconds);
}

export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [8, 4, 4, 4, 12].reduce(([done, at], length) => [[...done, hex.slice(at, at + length)], at + length], [[], 0])[0].join("-");
}

// While an input method composes, keys are its own.
export function composing(event) {
  return event.isComposing || event.keyCode === 229;
}
