// Sizes as a descriptor and an app's page name them, for CSS.
import { text } from "./bridge/method";

// What is larger is of no use on any screen, and takes what lies beside it out of reach.
const largest: Readonly<Record<string, number>> = { px: 20_000, "%": 100, em: 1000, rem: 1000, vh: 1000, vw: 1000 };

// "" for what is no size. A bare number is one of pixels.
export function cssLength(value: unknown): string {
  const [, amount = "", unit = "px"] = /^(\d+(?:\.\d+)?)(px|%|r?em|vh|vw)?$/.exec(text(value).trim()) ?? [];
  const most = largest[unit];
  return amount === "" || most === undefined ? "" : `${Math.min(Number(amount), most)}${unit}`;
}
