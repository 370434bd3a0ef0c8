// Server-sent events over fetch: an EventSource can send no header, and the page's secret travels in one.
// Format: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
import { openStream, Refusal, sentence } from "../calls";

export interface StreamEvent {
  readonly type: string;
  readonly data: string;
}

export class EventParser {
  lastId = ""; // of the last event that is whole
  #id = "";
  #rest = "";
  #type = "";
  #data: string[] = [];

  // The events that are whole with this piece of the stream.
  push(piece: string): StreamEvent[] {
    const events: StreamEvent[] = [];
    const lines = (this.#rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "") {
        if (this.#data.length > 0) events.push({ type: this.#type || "message", data: this.#data.join("\n") });
        this.lastId = this.#id;
        this.#type = "";
        this.#data = [];
      } else this.#field(line);
    }
    return events;
  }

  #field(line: string): void {
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") this.#type = value;
    else if (name === "data") this.#data.push(value);
    else if (name === "id") this.#id = value;
  }
}

export type State = "connecting" | "live" | { readonly problem: string };

const retryMilliseconds = 2000;
const wait = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, retryMilliseconds);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });

// A browser opens six connections to one origin, and a stream holds one of them: a page that nobody sees leaves
// it to others.
const untilSeen = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (document.hidden && !signal.aborted) return;
      document.removeEventListener("visibilitychange", look);
      signal.removeEventListener("abort", look);
      resolve();
    };
    document.addEventListener("visibilitychange", look);
    signal.addEventListener("abort", look);
    look();
  });

// Aborted when the page is hidden or left; `done` has to be called in the end.
function whileSeen(signal: AbortSignal): { readonly seen: AbortSignal; readonly done: () => void } {
  const unseen = new AbortController();
  const look = (): void => void ((document.hidden || signal.aborted) && unseen.abort());
  document.addEventListener("visibilitychange", look);
  signal.addEventListener("abort", look);
  look();
  const done = (): void => {
    document.removeEventListener("visibilitychange", look);
    signal.removeEventListener("abort", look);
  };
  return { seen: unseen.signal, done };
}

// Reads until `signal`, while the page is seen; after a break it goes on where it was.
export async function follow(
  onEvents: (events: readonly StreamEvent[]) => void,
  onState: (state: State) => void,
  signal: AbortSignal,
): Promise<void> {
  let lastId = "";
  while (!signal.aborted) {
    await untilSeen(signal);
    const { seen, done } = whileSeen(signal);
    const parser = new EventParser(); // what a break cut off is sent again
    try {
      const body = await openStream(lastId, seen);
      onState("live");
      const reader = body.getReader();
      const decoder = new TextDecoder();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        const events = parser.push(decoder.decode(part.value, { stream: true }));
        if (events.length > 0) onEvents(events);
        lastId = parser.lastId || lastId;
      }
    } catch (error) {
      if (!seen.aborted) {
        onState({ problem: sentence(error) });
        if (error instanceof Refusal && error.status === 403) return; // a page of an earlier start
        await wait(signal);
        continue;
      }
    } finally {
      done();
    }
    if (signal.aborted) return;
    onState("connecting");
    if (!seen.aborted) await wait(signal);
  }
}
