// Which address a frame gets that is made now, maybe long after the page was: what this simulator is for.
import { askFrame, sentence } from "./calls";
import { now } from "./clock";
import type { Frame, Refresh } from "./data";
import { showFlag } from "./flags";

const skewSeconds = 60;

let refresh: Refresh = "stale";

export function refreshBy(mode: Refresh): void {
  refresh = mode;
}

// "stale": the address of the page load, as old as the page. "resolver": a new one if that has, or has nearly, expired.
export async function atCreation(frame: Frame): Promise<Frame> {
  if (refresh === "stale" || frame.token === null || frame.token.expiresAt - skewSeconds >= now()) return frame;
  try {
    const fresh = await askFrame(frame.module, frame.context);
    return { ...frame, url: fresh.url, token: fresh.token };
  } catch (error) {
    showFlag({ type: "error", title: `No new address for ${frame.name}`, body: sentence(error), close: "manual" });
    return frame;
  }
}
