// What src/report/html/index.cpp wrote: everything in the page that can be found, and by what.

export const verdicts = ["fail", "warn", "inconclusive", "manual", "pass", "not_applicable"] as const;
export type Verdict = (typeof verdicts)[number];

export const verdictNames: Record<Verdict, string> = {
  fail: "Fail",
  warn: "Warning",
  inconclusive: "Inconclusive",
  manual: "Manual",
  pass: "Pass",
  not_applicable: "Not applicable",
};

export interface Entry {
  readonly element: string;
  readonly verdict: Verdict;
  readonly words: string;
}

export interface Index {
  readonly requirements: readonly Entry[];
  readonly findings: readonly Entry[];
}

export function readIndex(page: Document): Index {
  const index = JSON.parse(page.getElementById("index")?.textContent ?? "{}") as Partial<Index>;
  const lowerCase = (entry: Entry): Entry => ({ ...entry, words: entry.words.toLowerCase() });
  return {
    requirements: (index.requirements ?? []).map(lowerCase),
    findings: (index.findings ?? []).map(lowerCase),
  };
}

export interface Wish {
  readonly query: string;
  readonly verdicts: ReadonlySet<Verdict>; // empty: all of them
}

// Every word of the query has to be there, wherever. The words of an entry are in lower case.
export function fits(entry: Entry, wish: Wish): boolean {
  if (wish.verdicts.size > 0 && !wish.verdicts.has(entry.verdict)) return false;
  return wish.query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => entry.words.includes(word));
}
