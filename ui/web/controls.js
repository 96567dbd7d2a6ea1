// The row of choices: the browser's own selects and radios, so that keyboard, screen reader and phone know them.
// A new message changes what differs and leaves the rest, and with it the reader's focus, alone.

function el(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function optionsOf(options) {
  const groups = new Map();
  for (const [value, text, group = ""] of options) {
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push(el("option", { value, textContent: text }));
  }
  return [...groups].flatMap(([group, found]) => (group ? [el("optgroup", { label: group }, ...found)] : found));
}

const FORMS = {
  select(control, tell) {
    const select = el("select", { name: control.name }, ...optionsOf(control.options));
    select.value = control.value;
    select.addEventListener("change", () => tell(control.name, select.value));
    return el("label", { className: "enti-control" }, el("span", { textContent: control.label }), select);
  },

  segments(control, tell, uid) {
    const parts = control.options.map(([value, text]) => {
      const radio = el("input", { type: "radio", name: `${uid}-${control.name}`, value, checked: value === control.value });
      radio.addEventListener("change", () => tell(control.name, value));
      return el("label", {}, radio, el("span", { textContent: text }));
    });
    return el("fieldset", { className: "enti-control" }, el("legend", { textContent: control.label }),
      el("div", { className: "enti-segments" }, ...parts));
  },

  text(control, tell) {
    const input = el("input", { type: "text", value: control.value, placeholder: control.placeholder || "", maxLength: 200 });
    input.addEventListener("change", () => tell(control.name, input.value));
    return el("label", { className: "enti-control" }, el("span", { textContent: control.label }), input);
  },

  many(control, tell) {
    const chosen = control.value ? control.value.split(",") : [];
    const names = new Map(control.options.map(([value, text]) => [value, text]));
    const chips = chosen.map((value) => {
      const button = el("button", { type: "button", textContent: "×" });
      button.setAttribute("aria-label", `${control.words.remove} ${names.get(value)}`);
      button.addEventListener("click", () => tell(control.name, chosen.filter((v) => v !== value).join(",")));
      return el("span", { className: "enti-chip" }, names.get(value), button);
    });
    const rest = control.options.filter(([value]) => !chosen.includes(value));
    const select = el("select", {}, el("option", { value: "", textContent: control.words.add }), ...optionsOf(rest));
    select.disabled = chosen.length >= control.limit;
    select.setAttribute("aria-label", control.label);
    select.addEventListener("change", () => select.value && tell(control.name, [...chosen, select.value].join(",")));
    return el("div", { className: "enti-control is-many" }, el("span", { textContent: control.label }),
      el("div", { className: "enti-chips" }, ...chips, select));
  },
};

class Controls {
  constructor(parent) {
    this.uid = `enti-c${++Controls.count}`;
    this.row = el("div", { className: "enti-dom enti-controls" });
    this.panel = el("div", { className: "enti-more-panel" });
    this.summary = el("summary");
    this.more = el("details", { className: "enti-more" }, this.summary, this.panel);
    parent.append(this.row);
    this.made = new Map();
    // A press elsewhere, or Escape, closes the panel.
    document.addEventListener("pointerdown", (e) => { if (!this.more.contains(e.target)) this.more.open = false; });
    this.more.addEventListener("keydown", (e) => {
      if (e.key === "Escape") [this.more.open] = [false, this.summary.focus()];
    });
  }

  build(data) {
    const kept = new Map();
    for (const control of data.controls) {
      const stamp = JSON.stringify(control.file ? { ...control, options: null } : control);
      const before = this.made.get(control.name);
      const element = before?.stamp === stamp ? before.element : this.renew(control, before);
      kept.set(control.name, { stamp, element, more: control.more });
    }
    this.made = kept;
    const [inside, outside] = [true, false].map((more) => [...kept.values()].filter((c) => Boolean(c.more) === more).map((c) => c.element));
    this.summary.textContent = data.more;
    place(this.panel, inside);
    place(this.row, inside.length ? [...outside, this.more] : outside);
  }

  // Made anew with other options or another value; the focus stays where it was: of radio buttons, on the chosen one,
  // for a selector of several finds what stands first and not what is named first.
  renew(control, before) {
    const element = FORMS[control.form](control, (name, value) => this.setTriggerValue("choice", `${name}=${value}`), this.uid);
    const held = before?.element.contains(document.activeElement);
    before?.element.replaceWith(element);
    if (held) (element.querySelector("input:checked") ?? element.querySelector("select, input, button"))?.focus();
    return element;
  }
}
Controls.count = 0;

function place(parent, children) {
  children.forEach((child, i) => { if (parent.children[i] !== child) parent.insertBefore(child, parent.children[i] || null); });
  while (parent.children.length > children.length) parent.lastElementChild.remove();
}

const rows = new WeakMap();
export async function mountControls({ data, parentElement, setTriggerValue }) {
  const long = data.controls.filter((c) => c.file);
  await Promise.all([styles(data.css), ...long.map(async (c) => { c.options = await loadOnce(c.file); })]);
  if (!rows.has(parentElement)) rows.set(parentElement, new Controls(parentElement));
  const controls = rows.get(parentElement);
  controls.setTriggerValue = setTriggerValue;
  controls.build(data);
}

// The search box: what is typed goes to the server after a short rest; what it finds comes back as a list of links.
const REST_MS = 180;
const boxes = new WeakMap();
export async function mountSearch({ data, parentElement, setTriggerValue }) {
  await styles(data.css);
  if (!boxes.has(parentElement)) {
    const box = { input: el("input", { type: "search", maxLength: 80, autocomplete: "off" }), found: el("div") };
    const ask = () => box.tell("query", box.input.value);
    box.input.addEventListener("input", () => {
      clearTimeout(box.timer);
      box.timer = setTimeout(ask, REST_MS);
    });
    box.input.addEventListener("keydown", (e) => {
      if (e.key === "Enter" && box.shown === box.input.value) box.found.querySelector("a")?.click();
    });
    box.found.setAttribute("aria-live", "polite");
    parentElement.append(el("div", { className: "enti-dom enti-search" }, box.input, box.found));
    wireNavigation(box.found, (name, value) => {
      box.input.value = "";
      box.found.replaceChildren();
      box.tell(name, value);
    });
    boxes.set(parentElement, box);
  }
  const box = boxes.get(parentElement);
  box.tell = setTriggerValue;
  box.input.placeholder = data.hint;
  box.input.setAttribute("aria-label", data.label);
  if (document.activeElement !== box.input && !data.query) box.input.value = "";
  if (data.query !== box.input.value) return; // an answer to what was typed before
  box.shown = data.query;
  box.found.replaceChildren(...(data.found ? [renderTree(data.found)] : []));
}
