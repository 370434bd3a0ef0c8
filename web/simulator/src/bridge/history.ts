// AP.history: a full page of the app keeps its place in the fragment of the product's address, after a "!".
import { host } from "./host";
import { method, text, type Call } from "./method";

const prefix = "#!";

export function placeInApp(): string {
  if (!location.hash.startsWith(prefix)) return "";
  const place = location.hash.slice(prefix.length);
  try {
    return decodeURI(place);
  } catch {
    return place; // a lone "%", typed by hand
  }
}

const isFullPage = ({ live }: Call): boolean => live.frame.place === "page";

interface Entry {
  readonly state?: unknown;
  readonly title?: unknown;
}

function change(call: Call, how: "pushState" | "replaceState", args: readonly unknown[]): void {
  if (!isFullPage(call)) return;
  const [state, title, url] = args.length > 1 ? args : [undefined, undefined, args[0]];
  const place = text(url ?? state).replace(/^[#!]+/, "");
  const entry: Entry = { state, title };
  history[how](entry, "", prefix + encodeURI(place));
}

function describe(): object {
  const entry = (history.state ?? {}) as Entry;
  const hash = placeInApp();
  return {
    key: hash,
    hash,
    query: new URLSearchParams(location.search).get("ac.query"),
    title: entry.title ?? document.title,
    href: location.href,
    state: entry.state ?? null,
  };
}

// Back and forward between the places of one page: the app hears of it, the page stays.
export function tellOfHistory(): void {
  addEventListener("hashchange", ({ oldURL, newURL }) =>
    host().broadcastEvent("history_popstate", {}, { ...describe(), oldURL, newURL }),
  );
}

export const appHistory = {
  pushState: method(["url", "callback"], (call, ...args) => change(call, "pushState", args)),
  replaceState: method(["url", "callback"], (call, ...args) => change(call, "replaceState", args)),
  go: method(["delta", "callback"], (call, delta) => isFullPage(call) && history.go(Number(text(delta)))),
  back: method(["callback"], (call) => isFullPage(call) && history.back()),
  forward: method(["callback"], (call) => isFullPage(call) && history.forward()),
  getState: method(["type", "callback"], (call, type) => call.answer(type === "all" ? describe() : placeInApp())),
};
