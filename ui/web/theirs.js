// What Streamlit says by itself, said in the page's language. `said`: its words, ours in Portuguese, ours in English.
(said) => {
  const root = document.documentElement;
  const known = new Map(said.flatMap((each) => each.map((words) => [words, each]))); // in whichever language they stand
  const ours = (words) => known.get(words)?.[root.lang === "en" ? 2 : 1] ?? words;
  const TEXTS = "[data-testid=stSkipToContent], [role=dialog] *";

  const label = (element) => {
    const words = element.getAttribute("aria-label");
    if (words && ours(words) !== words) element.setAttribute("aria-label", ours(words));
  };
  const text = (element) => {
    for (const node of element.childNodes) {
      const words = node.nodeType === Node.TEXT_NODE ? node.data.trim() : "";
      if (words && ours(words) !== words) node.data = ours(words);
    }
  };
  const say = (element) => {
    label(element);
    element.querySelectorAll("[aria-label]").forEach(label);
    if (element.matches(TEXTS)) text(element);
    element.querySelectorAll(TEXTS).forEach(text);
  };
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "attributes") target === root ? say(root) : label(target);
      for (const node of addedNodes) {
        if (node.nodeType === Node.ELEMENT_NODE) say(node);
        else if (target.matches(TEXTS)) text(target);
      }
    }
  }).observe(root, { childList: true, subtree: true, attributeFilter: ["aria-label", "lang"] });
}
