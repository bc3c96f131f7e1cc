// One press copies the text for a WeChat group; without this script the text is selected by hand.
(() => {
  const prepare = (box) => {
    const text = box.querySelector("textarea");
    const button = box.querySelector("button");
    const done = box.querySelector(".copy__done");
    if (!button || !button.hidden) return;
    button.hidden = false;
    const say = () => { done.textContent = button.dataset.copied; };
    const byHand = () => {
      text.select();
      if (document.execCommand("copy")) say();
    };
    const copy = () => {
      done.textContent = "";
      if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text.value).then(say, byHand);
      else byHand();
    };
    button.addEventListener("click", copy);
    text.addEventListener("focus", () => text.select());
    box.addEventListener("toggle", () => { done.textContent = ""; });
  };
  const all = (root) => root.querySelectorAll("[data-copy]").forEach(prepare);
  all(document);
  document.addEventListener("htmx:load", (event) => all(event.target));
})();
