// A line for each exchange, the newest first. The arrow keys lead from line to line, the tabulator out of the list.
import { useRef, useState } from "preact/hooks";
import { directions, type Summary } from "./data";

export const timeOf = (at: number): string => new Date(at).toISOString().slice(11, 23);

// The tokens in an address hide what else it says: the list shows it without.
export function shortAddress(url: string): string {
  const [path = "", query = ""] = url.replace(/^https?:\/\/[^/]*/, "").split(/\?(.*)/s);
  const kept = query.split("&").filter((each) => each !== "" && !each.startsWith("jwt="));
  return (path || "/") + (kept.length > 0 ? `?${kept.join("&")}` : "");
}

const kindOf = (exchange: Summary): string => {
  if (exchange.status === null) return exchange.failure === null ? "" : "error";
  return exchange.status < 400 ? "success" : "error";
};

export function Status({ exchange }: { readonly exchange: Summary }) {
  const text = exchange.status ?? (exchange.failure === null ? "not seen" : "no answer");
  return <span class={`lozenge ${kindOf(exchange)}`}>{text}</span>;
}

export const duration = (ms: number | null): string =>
  ms === null ? "" : ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;

// An archive of a browser does not say what for: the purpose of such an entry is that it was imported.
export const purposeOf = ({ purpose, change, imported }: Summary): string =>
  purpose + (change && `, again: ${change}`) + (imported && purpose !== "imported" ? " (imported)" : "");

// Also the fragment of an address of the inspector with this exchange open.
export const lineId = (id: number): string => `exchange-${id}`;

export const idIn = (fragment: string): number | undefined => {
  const [, digits] = /^#exchange-(\d+)$/.exec(fragment) ?? [];
  return digits === undefined ? undefined : Number(digits);
};

interface LineProps {
  readonly exchange: Summary;
  readonly open: boolean;
  readonly isStop: boolean; // of the tabulator
  readonly onFocus: () => void;
  readonly onOpen: () => void;
}

function Line({ exchange, open, isStop, onFocus, onOpen }: LineProps) {
  return (
    <li>
      <button
        type="button"
        id={lineId(exchange.id)}
        class="exchange"
        aria-current={open ? "true" : undefined}
        tabIndex={isStop ? 0 : -1}
        onFocus={onFocus}
        onClick={onOpen}
      >
        <span class="time">{timeOf(exchange.at)}</span>
        <span class="direction">{directions[exchange.direction]}</span>
        <span class="method">{exchange.method}</span>
        <span class="path">{shortAddress(exchange.url)}</span>
        <span class="status">
          <Status exchange={exchange} />
        </span>
        <span class="ms">{duration(exchange.ms)}</span>
        <span class="purpose">
          {purposeOf(exchange)}
          <span class="site">{exchange.site}</span>
        </span>
      </button>
    </li>
  );
}

interface Props {
  readonly list: readonly Summary[];
  readonly all: number;
  readonly open: number | undefined;
  readonly onOpen: (id: number) => void;
}

export function List({ list, all, open, onOpen }: Props) {
  const box = useRef<HTMLOListElement>(null);
  const [last, setLast] = useState<number>(); // that had the focus
  const step = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    const lines = [...(box.current?.querySelectorAll("button") ?? [])];
    const next = lines[lines.findIndex((line) => line === document.activeElement) + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  if (list.length === 0)
    return (
      <p class="quiet empty">
        {all === 0 ? "Nothing yet: open a page of this site in another tab." : "Nothing fits the search and the filters."}
      </p>
    );
  // The tabulator stops once in the list, and then goes on to the details.
  const has = (id: number | undefined): boolean => id !== undefined && list.some((exchange) => exchange.id === id);
  const stop = [open, last].find(has) ?? list[0]?.id;
  return (
    <ol ref={box} class="exchanges" aria-label="Exchanges, the newest first" onKeyDown={step}>
      {list.map((exchange) => (
        <Line
          key={exchange.id}
          exchange={exchange}
          open={exchange.id === open}
          isStop={exchange.id === stop}
          onFocus={() => setLast(exchange.id)}
          onOpen={() => onOpen(exchange.id)}
        />
      ))}
    </ol>
  );
}
