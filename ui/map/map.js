// The choropleth. Geometry comes once, as a static file; each change brings only classes and texts.
// Hover, focus, legend, ranking and table are linked in the browser, without asking the server.

// A map of no period has its name alone.
export const titled = (name, period) => [name, period].filter(Boolean).join(", ");

let counter = 0;
class MapView {
  constructor(parent, onNavigate) {
    this.uid = `enti-map-${++counter}`;
    const part = (name, tag = "div") => {
      const element = document.createElement(tag);
      element.className = name;
      return element;
    };
    [this.root, this.stage, this.side, this.below, this.tip, this.tools] =
      ["enti-map", "enti-map-stage", "enti-map-side", "enti-map-below", "enti-tip", "enti-tools"].map((n) => part(n));
    this.tip.hidden = true;
    this.time = new TimeBar((frame) => this.show(frame), (period) => this.setTriggerValue("period", period));
    this.finding = part("enti-finding", "h2");
    this.stage.append(this.finding, this.tip, this.tools, this.time.root);
    this.root.append(this.stage, this.side, this.below);
    parent.append(this.root);
    wireNavigation(this.root, onNavigate);
    this.shapes = new Map();
    this.panel = new Panel(this.side, this.below, (kind) => `url(#${this.uid}-${kind})`,
      (id) => (id === null || this.index.has(id)) && this.mark(id, null));
  }

  // Rows come sorted by id, as the atlas lists its places; names and regions are added here, once per message.
  complete(data, places) {
    data.ids = Object.keys(places).sort();
    data.names = data.ids.map((id) => places[id][0]);
    data.regions = data.ids.map((id) => places[id][1]);
    data.title = titled(data.name, data.periodLabel);
    data.period = data.time ? data.time.periods[data.time.at] : data.periodLabel;
  }

  draw(atlas, data) {
    const key = `${data.atlas}|${data.layer}`;
    if (key !== this.drawn) this.drawShapes(atlas, data);
    this.drawn = key;
    this.base = data;
    this.root.classList.toggle("is-mini", Boolean(data.mini));
    this.toolbar(data);
    this.paint(data);
    this.panel.build(data);
    this.time.build(data);
  }

  // Another period of the same view: shapes, legend, distribution, ranking and table, without the server.
  show(frame) {
    const title = titled(this.base.name, frame.periodLabel);
    const data = { ...this.base, ...unpacked(frame, this.base.lang), title };
    data.export = { ...this.base.export, lines: frame.lines ?? this.base.export.lines };
    this.paint(data);
    this.panel.fill(data);
    this.around(data);
  }

  // What stands around the map on its page says the same period as the map: headline, choice of period, source line.
  // What was said of the period that the page was made of, and of no other, is not shown meanwhile.
  around(data) {
    const page = this.root.closest("[data-testid=stMain]") ?? document;
    const say = (selector, text) => page.querySelectorAll(selector).forEach((e) => { if (text) e.textContent = text; });
    say("[data-answer]", data.answer);
    say("[data-line]", data.lines?.[0]);
    page.querySelectorAll(".enti-controls select[name=periodo]").forEach((e) => { e.value = data.period; });
    page.querySelectorAll(".enti-dom > div > [data-periods]").forEach((e) => {
      e.hidden = !JSON.parse(e.dataset.periods).includes(data.period);
    });
  }

  toolbar(data) {
    const tools = [["+", "zoomIn", () => this.zoom(1.6)], ["−", "zoomOut", () => this.zoom(1 / 1.6)], ["⤢", "zoomAll", () => this.zoom(0)],
      ["PNG", "savePng", () => savePng(this)], ["SVG", "saveSvg", () => saveSvg(this)]];
    this.tools.replaceChildren(...tools.map(([sign, word, act]) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", textContent: sign, title: data.words[word] });
      button.setAttribute("aria-label", data.words[word]);
      button.addEventListener("click", act);
      return button;
    }));
  }

  // The part in view, kept within the whole; 0 shows the whole again. `x`, `y`: the point that stays in place, 0 to 1.
  zoom(factor, x = 0.5, y = 0.5) {
    const [x0, y0, width, height] = this.whole;
    const [vx, vy, vw, vh] = this.part;
    const w = factor ? Math.min(width, Math.max(width / 12, vw / factor)) : width;
    const h = (w * height) / width;
    this.look(vx + (vw - w) * x, vy + (vh - h) * y, w, h);
  }

  look(x, y, w, h) {
    const [x0, y0, width, height] = this.whole;
    this.part = [Math.min(x0 + width - w, Math.max(x0, x)), Math.min(y0 + height - h, Math.max(y0, y)), w, h];
    this.svg.setAttribute("viewBox", this.part.join(" "));
    this.stage.classList.toggle("is-zoomed", w < width);
    this.tip.hidden = true;
  }

  drawShapes(atlas, data) {
    this.svg?.remove();
    this.arcs = this.arcs || atlas.arcs.map(arcPoints);
    const svg = make("svg", { viewBox: atlas.viewBox.join(" "), class: "enti-map-svg", role: "group" });
    hatches(svg, this.uid);
    for (const frame of atlas.frames) {
      svg.append(make("rect", { x: frame.x, y: frame.y, width: frame.w, height: frame.h, rx: 40, class: "enti-frame" }),
        make("text", { x: frame.x + 60, y: frame.y + 200, class: "enti-frame-label" }, frame.label[data.lang] || frame.label.pt));
    }
    // Chromium makes an SVG element with focus listeners a stop of its own; the only one is the chosen shape.
    const group = make("g", { role: "listbox", "aria-label": data.title, tabindex: -1 });
    this.shapes = new Map();
    for (const [id, rings] of Object.entries(atlas.levels[data.layer])) {
      const path = make("path", { d: pathOf(rings, this.arcs), class: "enti-shape", role: "option", tabindex: -1, "data-id": id });
      this.shapes.set(id, path);
      group.append(path);
    }
    this.outline = make("path", { class: "enti-outline", "pointer-events": "none" });
    this.dots = make("path", { fill: `url(#${this.uid}-few)`, "data-few": "", "pointer-events": "none" });
    svg.append(group, this.dots, this.outline);
    this.finding.after(svg);
    this.svg = svg;
    this.whole = atlas.viewBox;
    this.part = atlas.viewBox.slice();
    this.listen(group);
    this.listenToHands(svg);
  }

  listen(group) {
    const idOf = (event) => event.target.closest?.("[data-id]")?.dataset.id;
    group.addEventListener("pointerover", (e) => idOf(e) && this.point(idOf(e), e));
    group.addEventListener("pointermove", (e) => idOf(e) && this.point(idOf(e), e));
    group.addEventListener("pointerleave", () => this.unpoint());
    group.addEventListener("focusin", (e) => idOf(e) && this.point(idOf(e)));
    group.addEventListener("focusout", () => this.unpoint());
    group.addEventListener("click", (e) => idOf(e) && !this.moved && this.select(idOf(e)));
    group.addEventListener("keydown", (e) => this.key(e, idOf(e)));
  }

  // Dragging moves the part in view; Ctrl and the wheel, or two fingers on a pad, zoom about the pointer.
  listenToHands(svg) {
    let from = null;
    svg.addEventListener("pointerdown", (e) => {
      this.moved = false;
      if (this.part[2] < this.whole[2] && e.button === 0) from = [e.clientX, e.clientY, ...this.part];
    });
    svg.addEventListener("pointermove", (e) => {
      if (!from) return;
      const box = svg.getBoundingClientRect();
      const scale = Math.max(from[4] / box.width, from[5] / box.height);
      const [dx, dy] = [(e.clientX - from[0]) * scale, (e.clientY - from[1]) * scale];
      this.moved = this.moved || Math.abs(e.clientX - from[0]) + Math.abs(e.clientY - from[1]) > 4;
      if (this.moved) this.look(from[2] - dx, from[3] - dy, from[4], from[5]);
    });
    for (const end of ["pointerup", "pointerleave"]) svg.addEventListener(end, () => { from = null; });
    svg.addEventListener("wheel", (e) => {
      if (!e.ctrlKey && !e.metaKey) return;
      e.preventDefault();
      const box = svg.getBoundingClientRect();
      this.zoom(e.deltaY < 0 ? 1.25 : 0.8, (e.clientX - box.left) / box.width, (e.clientY - box.top) / box.height);
    }, { passive: false });
  }

  // One stop for the Tab key; arrows go to the nearest neighbour in that direction.
  key(event, id) {
    if (!id) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return this.select(id);
    }
    const zoom = { "+": 1.6, "-": 1 / 1.6, 0: 0 }[event.key];
    if (zoom !== undefined) return this.zoom(zoom);
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way) return;
    event.preventDefault();
    const [x, y] = this.centre(id);
    let best = null, least = Infinity;
    for (const other of this.shapes.keys()) {
      if (other === id) continue;
      const [ox, oy] = this.centre(other);
      const along = (ox - x) * way[0] + (oy - y) * way[1];
      const across = Math.abs((ox - x) * way[1]) + Math.abs((oy - y) * way[0]);
      const cost = along + 2 * across;
      if (along > 0 && cost < least) [best, least] = [other, cost];
    }
    if (best) this.focus(best);
  }

  focus(id) {
    for (const shape of this.shapes.values()) shape.setAttribute("tabindex", -1);
    const shape = this.shapes.get(id);
    shape.setAttribute("tabindex", 0);
    shape.focus();
  }

  centre(id) {
    this.centres = this.centres || new Map();
    const key = `${this.drawn}|${id}`;
    if (!this.centres.has(key)) {
      const box = this.shapes.get(id).getBBox();
      this.centres.set(key, [box.x + box.width / 2, box.y + box.height / 2]);
    }
    return this.centres.get(key);
  }

  select(id) {
    this.setTriggerValue("select", id);
  }

  paint(data) {
    this.data = data;
    this.finding.textContent = data.finding || "";
    this.finding.hidden = !data.finding;
    this.index = new Map(data.ids.map((id, i) => [id, i]));
    for (const [id, shape] of this.shapes) {
      const i = this.index.get(id);
      const mark = i === undefined ? "nd" : data.marks[i];
      const fill = data.colours[mark] || `url(#${this.uid}-${mark})`;
      if (shape.getAttribute("fill") !== fill) shape.setAttribute("fill", fill);
      shape.setAttribute("aria-label", `${data.names[i] ?? id}: ${data.heads[i] ?? ""}`);
      shape.setAttribute("aria-selected", id === data.selected);
      shape.setAttribute("tabindex", -1);
    }
    const few = data.few ? [...this.shapes].filter(([id]) => (data.few[this.index.get(id)] ?? " ") !== " ") : [];
    this.dots.setAttribute("d", few.map(([, shape]) => shape.getAttribute("d")).join(""));
    const first = this.shapes.get(data.selected) || this.shapes.values().next().value;
    first?.setAttribute("tabindex", 0);
    this.stage.querySelector("[role=listbox]").setAttribute("aria-label", data.title);
    this.outline.setAttribute("d", this.shapes.get(data.selected)?.getAttribute("d") || "");
    this.tip.hidden = true;
  }

  point(id, event) {
    const i = this.index.get(id);
    if (i === undefined) return;
    const data = this.data;
    this.tip.replaceChildren(renderTree(["div", {}, ["strong", {}, data.names[i]], ["small", {}, data.regions[i] || ""],
      ["span", {}, data.heads[i]], data.notes[i] ? ["small", {}, data.notes[i]] : null]));
    this.tip.hidden = false;
    const stage = this.stage.getBoundingClientRect();
    const shape = this.shapes.get(id).getBoundingClientRect();
    const x = event?.clientX ?? shape.right, y = event?.clientY ?? shape.top;
    const left = Math.min(x - stage.left + 14, stage.width - this.tip.offsetWidth - 4);
    this.tip.style.left = `${Math.max(4, left)}px`;
    this.tip.style.top = `${Math.max(4, Math.min(y - stage.top + 14, stage.height - this.tip.offsetHeight - 4))}px`;
    this.mark(id, data.marks[i]);
  }

  unpoint() {
    this.tip.hidden = true;
    this.mark(null, null);
  }

  // The pointed place stands out on the map and everywhere beside it.
  mark(id, mark) {
    this.svg.querySelectorAll(".is-pointed").forEach((e) => e.classList.remove("is-pointed"));
    if (id) this.shapes.get(id)?.classList.add("is-pointed");
    this.panel.mark(id, mark);
  }
}

const views = new WeakMap();
// What stands under the map comes with it: one message less for the browser to take apart at each change.
function below(parentElement, tree, view) {
  const fresh = !parentElement.querySelector(":scope > .enti-dom");
  const element = host(parentElement, "enti-dom");
  if (fresh) wireNavigation(element, (name, value) => view.setTriggerValue(name, value));
  element.replaceChildren(renderTree(tree));
}

export async function mountMap({ data, parentElement, setTriggerValue }) {
  if (data.lang) document.documentElement.lang = data.lang;
  let view = views.get(parentElement);
  if (!view) views.set(parentElement, (view = new MapView(parentElement, (name, value) => view.setTriggerValue(name, value))));
  view.setTriggerValue = setTriggerValue;
  view.wanted = data;
  try {
    const [atlas, places, words] = await Promise.all([loadOnce(data.atlas), loadOnce(data.places), loadOnce(data.words), styles(data.css)]);
    if (view.wanted !== data) return; // a newer message has come meanwhile
    const whole = { ...unpacked(data, data.lang), words };
    view.complete(whole, places[whole.namesOf]);
    view.draw(atlas, whole);
    if (data.foot) below(parentElement, data.foot, view);
    view.root.dataset.ready = data.stamp;
  } catch (error) {
    view.stage.replaceChildren(renderTree(["p", { class: "enti-problem", role: "alert" }, `${data.noMap} (${error.message})`]));
  }
}
