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

// What an earlier report and the project's policy say of a finding.
export const tags = ["new", "changed", "unchanged", "waived", "off"] as const;
export type Tag = (typeof tags)[number];

export const tagNames: Record<Tag, string> = {
  new: "New",
  changed: "Changed",
  unchanged: "Unchanged",
  waived: "Waived",
  off: "Off",
};

export type Choice = Verdict | Tag;

export interface Entry {
  readonly element: string;
  readonly verdict: Verdict;
  readonly tags?: readonly Tag[]; // of a requirement: of its findings
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
  readonly choices: ReadonlySet<Choice>; // one verdict of those in it, and one tag; none in it: all of them
}

function fitsOneOf(wanted: readonly Choice[], has: readonly Choice[]): boolean {
  return wanted.length === 0 || wanted.some((choice) => has.includes(choice));
}

// Every word of the query has to be there, wherever. The words of an entry are in lower case.
export function fits(entry: Entry, wish: Wish): boolean {
  const wanted = (list: readonly Choice[]): Choice[] => list.filter((choice) => wish.choices.has(choice));
  if (!fitsOneOf(wanted(verdicts), [entry.verdict]) || !fitsOneOf(wanted(tags), entry.tags ?? [])) return false;
  return wish.query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => entry.words.includes(word));
}
