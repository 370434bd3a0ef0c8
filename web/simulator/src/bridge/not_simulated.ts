// What the product does and the simulator does not: the app hears nothing, the developer reads it.
import { showFlag } from "../flags";
import { method } from "./method";

export function sayNotSimulated(what: string, instead: string): void {
  showFlag({ type: "info", title: `${what} is not simulated`, body: instead, close: "manual" });
}

export function notSimulated(what: string, parameters: readonly string[], instead: string): unknown {
  return method(parameters, () => sayNotSimulated(what, instead));
}
