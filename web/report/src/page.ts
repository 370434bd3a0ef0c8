// The page as the renderer wrote it: what is shown of it, what is open, where the reader is.
import { fits, type Entry, type Index, type Wish } from "./index";

export interface Shown {
  readonly requirements: number;
  readonly findings: number;
}

function show(entries: readonly Entry[], wish: Wish): number {
  let shown = 0;
  for (const entry of entries) {
    const wanted = fits(entry, wish);
    const element = document.getElementById(entry.element);
    if (element) element.hidden = !wanted;
    if (wanted) shown += 1;
  }
  return shown;
}

function sayNothing(heading: string, nothing: boolean): void {
  const sentence = document.getElementById(heading)?.parentElement?.querySelector<HTMLElement>(".nothing");
  if (sentence) sentence.hidden = !nothing;
}

// Hides what does not fit. A check without findings stays as long as nothing is asked for that it has not.
export function showOnly(index: Index, wish: Wish): Shown {
  const shown = { requirements: show(index.requirements, wish), findings: show(index.findings, wish) };
  let checks = 0;
  for (const check of document.querySelectorAll<HTMLElement>("section.check")) {
    const findings = [...check.querySelectorAll<HTMLElement>(":scope > .finding")];
    const itself: Entry = {
      element: check.id,
      verdict: check.dataset["verdict"] as Entry["verdict"],
      words: `${check.id} ${check.querySelector("h3")?.textContent ?? ""}`.toLowerCase(),
    };
    check.hidden = findings.length > 0 ? findings.every((finding) => finding.hidden) : !fits(itself, wish);
    if (!check.hidden) checks += 1;
  }
  for (const check of document.querySelectorAll<HTMLElement>("table.others tbody tr"))
    check.hidden = !fits(
      {
        element: check.id,
        verdict: check.dataset["verdict"] as Entry["verdict"],
        words: `${check.id} ${check.textContent ?? ""}`.toLowerCase(),
      },
      wish,
    );
  // Findings that stand outside their checks: neither group nor section is shown for its heading alone.
  const hideIfEmpty = (container: string, item: string): void => {
    for (const each of document.querySelectorAll<HTMLElement>(container))
      each.hidden = [...each.querySelectorAll<HTMLElement>(`:scope > ${item}`)].every((inner) => inner.hidden);
  };
  hideIfEmpty(".aside", ".finding");
  hideIfEmpty(".asides", ".aside");
  for (const table of document.querySelectorAll<HTMLElement>("table.others")) {
    const section = table.closest<HTMLElement>("section");
    if (section) section.hidden = table.querySelector("tbody tr:not([hidden])") === null;
  }
  sayNothing("requirements", shown.requirements === 0 && index.requirements.length > 0);
  sayNothing("findings", checks === 0 && document.querySelector("section.check") !== null);
  return shown;
}

const findings = (): HTMLDetailsElement[] =>
  [...document.querySelectorAll<HTMLDetailsElement>("details.finding:not([hidden])")].filter(
    (finding) => finding.closest("[hidden]") === null,
  );

// To the finding after or before the one that has, or is nearest above, the focus.
export function step(by: 1 | -1): void {
  const all = findings();
  const focused = all.findIndex((finding) => finding.contains(document.activeElement));
  const next = focused >= 0 ? all[focused + by] : by === 1 ? all[0] : all[all.length - 1];
  const summary = next?.querySelector<HTMLElement>("summary");
  if (!next || !summary) return;
  next.open = true;
  summary.focus({ preventScroll: true });
  next.scrollIntoView({ block: "start" });
}

export function openAll(open: boolean): void {
  for (const finding of findings()) finding.open = open;
}

// Where a link leads to may lie in something folded up or filtered away.
export function reveal(id: string, unfilter: () => void): void {
  const element = id === "" ? null : document.getElementById(id);
  if (!element) return;
  if (element.closest("[hidden]")) unfilter();
  for (let around: Element | null = element; around; around = around.parentElement)
    if (around instanceof HTMLDetailsElement) around.open = true;
  element.scrollIntoView({ block: "start" });
}

// Everything is open on paper, and as it was before afterwards.
export function openForPrint(): void {
  let closed: HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open])")];
    for (const each of closed) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of closed) each.open = false;
  });
}
