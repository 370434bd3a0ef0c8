// The exchanges that the page knows of: as many as the server still keeps.
import { Watched } from "../watched";
import type { Summary } from "./data";
import type { StreamEvent } from "./events";

export const exchanges = new Watched<ReadonlyMap<number, Summary>>(new Map());

export function take(events: readonly StreamEvent[]): void {
  let known = new Map(exchanges.value);
  for (const { type, data } of events) {
    if (type === "reset") known = new Map();
    if (type !== "exchange") continue;
    const { oldest, ...summary } = JSON.parse(data) as Summary & { readonly oldest: number };
    known.set(summary.id, summary);
    for (const id of known.keys()) if (id < oldest) known.delete(id);
  }
  exchanges.value = known;
}

export interface Filter {
  readonly direction: string; // "": all
  readonly site: string;
  readonly found: ReadonlySet<number> | null; // what a search found; null: nothing is searched for
}

// The newest first.
export const chosen = (known: ReadonlyMap<number, Summary>, { direction, site, found }: Filter): readonly Summary[] =>
  [...known.values()]
    .filter(
      (each) =>
        (direction === "" || each.direction === direction) &&
        (site === "" || each.site === site) &&
        (found === null || found.has(each.id)),
    )
    .sort((a, b) => b.id - a.id);
