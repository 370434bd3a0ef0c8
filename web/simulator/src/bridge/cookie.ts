// AP.cookie: what an app keeps in the browser. In the product these are cookies of its site; here they are kept beside
// them, because the browser would send cookies with every request, until the server refuses it for the size of its head.
import { method, text, type Call } from "./method";

const cookieMaxCharacters = 4096; // name and value, as browsers limit a cookie
const cookiesMaxCount = 50; // of one app, the oldest go
const daysMax = 400; // as browsers keep a cookie
const dayMilliseconds = 86_400_000;

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly expiresAt: number; // milliseconds since 1970
}

class Jar {
  readonly #key: string;

  constructor(site: string, { context }: Call) {
    this.#key = `postern-cookies ${site} ${context.extension.addon_key}`;
  }

  get cookies(): readonly Cookie[] {
    const all = JSON.parse(localStorage.getItem(this.#key) ?? "[]") as readonly Cookie[];
    return all.filter(({ expiresAt }) => expiresAt > Date.now());
  }

  set cookies(all: readonly Cookie[]) {
    localStorage.setItem(this.#key, JSON.stringify(all.slice(-cookiesMaxCount)));
  }
}

// Without days a cookie lasts as long as the browser runs, which a page cannot know: it is kept for a day.
function save(jar: Jar, name: string, value: string, days: unknown): void {
  if (name.length + value.length > cookieMaxCharacters)
    throw new Error(`A cookie has no more than ${cookieMaxCharacters} characters.`);
  const expiresAt = Date.now() + Math.min(Number(text(days)) || 1, daysMax) * dayMilliseconds;
  jar.cookies = [...jar.cookies.filter((each) => each.name !== name), { name, value, expiresAt }];
}

export const cookie = (site: string): object => ({
  save: method(["name", "value", "expires", "callback"], (call, name, value, days) =>
    save(new Jar(site, call), text(name), text(value), days),
  ),
  read: method(["name", "callback"], (call, name) =>
    call.answer(new Jar(site, call).cookies.find((each) => each.name === text(name))?.value),
  ),
  erase: method(["name", "callback"], (call, name) => {
    const jar = new Jar(site, call);
    jar.cookies = jar.cookies.filter((each) => each.name !== text(name));
  }),
});
