// AP.resize and AP.sizeToParent. In a dialog the dialog has the size, not the page in it.
import type { CallContext } from "./host";
import { cssLength } from "../length";
import { liveFrame } from "./live_frames";

export const addon = {
  resize(width: unknown, height: unknown, context: CallContext): void {
    const live = liveFrame(context.extension_id);
    if (!live || live.frame.place === "dialog" || live.iframe.classList.contains("to-parent")) return;
    live.iframe.style.width = cssLength(width) || live.iframe.style.width;
    live.iframe.style.height = cssLength(height) || live.iframe.style.height;
  },
  sizeToParent(_hideFooter: unknown, context: CallContext): void {
    liveFrame(context.extension_id)?.sizeToParent?.();
  },
};
