// Counts along while boxes of the week are ticked; the server counts again when they are sent.
for (const form of document.querySelectorAll("form[data-week]")) {
  const total = document.querySelector("[data-total]");
  const { lang } = document.documentElement;
  const money = new Intl.NumberFormat(lang, { style: "currency", currency: "EUR" });
  const many = new Intl.PluralRules(lang);
  const say = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // "EVEN_WEEKS" of the select of a child is data-even-weeks of its boxes
  const weeksOf = (box) => {
    const select = box.closest("[data-child]").querySelector("select");
    const name = (select?.value ?? "EVERY_WEEK").toLowerCase();
    return Number(box.dataset[name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())] ?? 0);
  };

  const count = () => {
    const said = total.dataset;
    const ticked = [...form.querySelectorAll("input[data-cents]:checked")];
    const sum = (of) => money.format(ticked.reduce((cents, box) => cents + of(box), 0) / 100);
    const children = [...form.querySelectorAll("[data-child]")].map((card) => {
      const number = ticked.filter((box) => card.contains(box) && weeksOf(box)).length;
      const words = many.select(number) === "one" ? said.one : said.many;
      return number ? say(said.child, { name: card.dataset.child, count: say(words, { number }) }) : "";
    });
    const show = (part, words) => {
      const place = total.querySelector(`[data-said="${part}"]`);
      if (place && place.textContent !== words) place.textContent = words;
    };
    show("week", say(said.week, { sum: sum(({ dataset }) => Number(dataset.cents)) }));
    show("year", say(said.year, { sum: sum((box) => box.dataset.cents * weeksOf(box)) }));
    show("children", children.filter(Boolean).join(", ") || said.nothing);
  };

  form.addEventListener("change", count);
  window.addEventListener("pageshow", count); // « back » brings ticks that the page did not have
  for (const button of document.querySelectorAll("[data-without-script]")) button.hidden = true;
}
