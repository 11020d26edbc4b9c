"use strict";
// Choosing a statement shows its card; filters and keys go by what the cards say of themselves.
document.documentElement.classList.add("js");

function wired(report) {
  const cards = [...report.querySelectorAll(".card")];
  const byEntry = new Map(cards.map((card) => [card.dataset.entry, card]));
  const pieces = [...report.querySelectorAll(".document .entry")];
  const buttons = [...report.querySelectorAll(".status")];
  const selects = [...report.querySelectorAll("select[data-choice]")];
  const shown = report.querySelector(".shown");
  let chosen = null;

  function choose(card, scroll) {
    const before = chosen;
    chosen = card;
    for (const one of [before, card]) {
      if (!one) continue;
      const on = one === card;
      one.classList.toggle("chosen", on);
      for (const piece of pieces) if (piece.dataset.entry === one.dataset.entry) piece.classList.toggle("chosen", on);
      document.getElementById(one.dataset.entry)?.setAttribute("aria-expanded", String(on));
    }
    if (!card) return;
    card.closest(".panel").scrollTop = 0;
    const place = document.getElementById(card.dataset.entry);
    if (scroll && place) {
      place.focus({ preventScroll: true });
      place.scrollIntoView({ block: "center" });
    }
  }

  function fits(card) {
    const wanted = buttons.find((button) => button.dataset.status === card.dataset.status);
    if (wanted && wanted.getAttribute("aria-pressed") === "false") return false;
    return selects.every(({ value, dataset }) => !value || card.dataset[dataset.choice].split(" ").includes(value));
  }

  function filter() {
    const fitting = new Set(cards.filter(fits).map((card) => card.dataset.entry));
    for (const piece of pieces) piece.classList.toggle("off", !fitting.has(piece.dataset.entry));
    shown.textContent = fitting.size === cards.length ? "" : `${fitting.size} of ${cards.length} shown`;
  }

  function go(step) {
    const bad = cards.filter((card) => card.classList.contains("bad") && fits(card));
    if (!bad.length) return;
    const at = chosen ? cards.indexOf(chosen) : step > 0 ? -1 : cards.length;
    const next = step > 0 ? bad.find((card) => cards.indexOf(card) > at) : bad.findLast((card) => cards.indexOf(card) < at);
    choose(next ?? (step > 0 ? bad[0] : bad[bad.length - 1]), true);
  }

  report.addEventListener("click", (event) => {
    const target = event.target;
    const button = target.closest("button");
    if (button?.matches(".status")) {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") === "false"));
      filter();
    } else if (button?.dataset.go) {
      go(Number(button.dataset.go));
    } else if (button?.matches(".close")) {
      close();
    } else if (!target.closest("a[href]") && target.closest(".document .entry")) {
      choose(byEntry.get(target.closest(".document .entry").dataset.entry));
    }
  });
  report.addEventListener("change", filter);
  report.addEventListener("keydown", (event) => {
    if ((event.key === "Enter" || event.key === " ") && event.target.matches(".document .entry")) {
      event.preventDefault();
      choose(byEntry.get(event.target.dataset.entry));
    }
  });

  function close() {
    const place = chosen && document.getElementById(chosen.dataset.entry);
    choose(null);
    place?.focus({ preventScroll: true });
  }
  return { report, go, close, has: () => chosen !== null };
}

const reports = [...document.querySelectorAll(".report")].map(wired);

// Keys are for the report that holds what was chosen last, else for the one that is in view.
function current() {
  const seen = reports.find(({ report }) => report.getBoundingClientRect().bottom > window.innerHeight / 2);
  return reports.find((one) => one.has()) ?? seen ?? reports[0];
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("select, input, textarea") || !reports.length) return;
  if (event.key === "n" || event.key === "j") current().go(1);
  else if (event.key === "p" || event.key === "k") current().go(-1);
  else if (event.key === "Escape") current().close();
});
