// The browser asks the app for a frame's page itself: this page tells the inspector when it did, and what it saw of it.
import { beginFrame, tellFrame, type FrameTimes } from "../calls";
import type { Frame } from "../data";

export interface Telling {
  readonly loaded: () => void;
  readonly spoke: () => void;
}

export function tellOfFrame(frame: Frame, onExchange: (id: number) => void): Telling {
  const begun = performance.now();
  const started = beginFrame(frame.module, frame.url).catch(() => undefined); // the frame works without it
  void started.then((answer) => answer && onExchange(answer.id));
  let times: FrameTimes = {};
  const tell = (what: keyof FrameTimes): void => {
    if (times[what] !== undefined) return;
    times = { ...times, [what]: performance.now() - begun };
    void started.then((answer) => answer && tellFrame(answer.id, times).catch(() => undefined));
  };
  return { loaded: () => tell("loaded"), spoke: () => tell("spoke") };
}
