// AP.resize and AP.sizeToParent. In a dialog the dialog has the size, not the page in it.
import type { CallContext } from "./host";
import { liveFrame } from "./live_frames";

const heightMaxPixels = 20_000;

function dimension(value: unknown): string {
  if (typeof value === "number") return `${Math.min(Math.max(value, 0), heightMaxPixels)}px`;
  const text = String(value ?? "").trim();
  if (/^\d+(\.\d+)?$/.test(text)) return dimension(Number(text));
  return /^\d+(\.\d+)?(px|%|em|rem|vh|vw)$/.test(text) ? text : "";
}

export const addon = {
  resize(width: unknown, height: unknown, context: CallContext): void {
    const live = liveFrame(context.extension_id);
    if (!live || live.frame.place === "dialog" || live.iframe.classList.contains("to-parent")) return;
    live.iframe.style.width = dimension(width) || live.iframe.style.width;
    live.iframe.style.height = dimension(height) || live.iframe.style.height;
  },
  sizeToParent(_hideFooter: unknown, context: CallContext): void {
    liveFrame(context.extension_id)?.sizeToParent?.();
  },
};
