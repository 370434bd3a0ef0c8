// The frames that are in the page now, by the id that the bridge gave them.
import type { Frame } from "../data";

export interface LiveFrame {
  readonly frame: Frame;
  readonly iframe: HTMLIFrameElement;
  readonly rename?: (title: string) => void; // where the place of the frame has a title
  readonly onToken: () => void; // it got a fresh token
  readonly sizeToParent?: () => void;
}

const frames = new Map<string, LiveFrame>();

export function addLive(id: string, live: LiveFrame): () => void {
  frames.set(id, live);
  return () => frames.delete(id);
}

export const liveFrame = (id: string): LiveFrame | undefined => frames.get(id);

export const liveFrames = (): readonly LiveFrame[] => [...frames.values()];
