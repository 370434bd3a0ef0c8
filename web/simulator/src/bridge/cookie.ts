// AP.cookie: cookies of the product's site, under names that begin with the app's key, so that apps do not meet.
import { method, type Call } from "./method";

const nameOf = ({ context }: Call, name: unknown): string =>
  encodeURIComponent(`${context.extension.addon_key}$$${String(name)}`);

function write(name: string, value: string, maxAge: string): void {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; samesite=lax${maxAge}`;
}

function read(name: string): string | undefined {
  const found = document.cookie.split("; ").find((cookie) => cookie.startsWith(`${name}=`));
  return found === undefined ? undefined : decodeURIComponent(found.slice(name.length + 1));
}

const secondsOfDay = 86_400;

export const cookie = {
  save: method(["name", "value", "expires", "callback"], (call, name, value, days) =>
    write(nameOf(call, name), String(value), days ? `; max-age=${Math.round(Number(days) * secondsOfDay)}` : ""),
  ),
  read: method(["name", "callback"], (call, name) => call.answer(read(nameOf(call, name)))),
  erase: method(["name", "callback"], (call, name) => write(nameOf(call, name), "", "; max-age=0")),
};
