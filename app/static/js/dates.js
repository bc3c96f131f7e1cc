// Beside a date input, whose look follows the browser's language: the date as documents write it.
(() => {
  const weekdays = ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"];
  const written = (value) => {
    const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
    if (!parts) return "";
    const [year, month, day] = parts.slice(1).map(Number);
    const date = new Date(Date.UTC(year, month - 1, day));
    if (document.documentElement.lang === "en") {
      const wanted = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
      return new Intl.DateTimeFormat("en-GB", wanted).format(date).replace(/^(\w+),? (.*)$/, "$2 $1");
    }
    return `${year}年${month}月${day}日 ${weekdays[date.getUTCDay()]}`;
  };
  const show = (input) => {
    const line = document.querySelector(`[data-date-of="${input.id}"]`);
    if (line) line.textContent = written(input.value);
  };
  document.addEventListener("input", (event) => {
    if (event.target.type === "date") show(event.target);
  });
  document.querySelectorAll('input[type="date"]').forEach((input) => { if (input.value) show(input); });
})();
