// The simulator's own bar, above what the product would show: which site, as whom, how long ago the page was opened,
// and whether addresses are renewed. Each choice opens the page again.
import { useEffect, useRef, useState } from "preact/hooks";
import { chooseUser, sentence } from "./calls";
import { clockTime } from "./clock";
import type { PageData } from "./data";
import { showFlag } from "./flags";
import { currentTheme, switchTheme } from "./theme";

// This page, with other choices.
function here(changes: Readonly<Record<string, string>>, origin = location.origin): string {
  const url = new URL(origin + location.pathname + location.search);
  for (const [name, value] of Object.entries(changes)) url.searchParams.set(name, value);
  return url.href;
}

// The server keeps who looks: an address that says so could be opened by a frame of the app.
function becomeUser(accountId: string): void {
  chooseUser(accountId).then(
    () => location.reload(),
    (error: unknown) => showFlag({ type: "error", title: "Still the same user", body: sentence(error), close: "manual" }),
  );
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChoose: (value: string) => void;
}

function Select({ label, value, options, onChoose }: SelectProps) {
  return (
    <label class="choice">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {options.map(([each, text]) => (
          <option key={each} value={each} selected={each === value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

const ages = ["now", "5m", "14m", "16m", "60m"];

const ageText = (opened: string): string => (opened === "now" ? "now" : opened.replace(/m$/, " min ago"));

const chosenByKey = "postern.chosen"; // of the session: the arrow keys go on from where the page was opened again

function Age({ data }: { readonly data: PageData }) {
  const box = useRef<HTMLFieldSetElement>(null);
  const choices = ages.includes(data.opened) ? ages : [...ages, data.opened];
  const asked = new URLSearchParams(location.search).get("opened") ?? "now"; // the server may have refused it
  useEffect(() => {
    if (sessionStorage.getItem(chosenByKey) === null) return;
    sessionStorage.removeItem(chosenByKey);
    box.current?.querySelector<HTMLInputElement>("input:checked")?.focus();
  }, []);
  const choose = (opened: string): void => {
    if (opened === asked) return;
    sessionStorage.setItem(chosenByKey, opened);
    location.assign(here({ opened }));
  };
  return (
    <fieldset ref={box} class="segments">
      <legend>This page was opened</legend>
      {choices.map((each) => (
        <label key={each}>
          <input
            type="radio"
            name="opened"
            value={each}
            checked={each === data.opened}
            onClick={() => choose(each)}
          />
          <span>
            {each.replace(/m$/, "")}
            {each !== "now" && <span class="unseen"> min ago</span>}
          </span>
        </label>
      ))}
      <span class="after" aria-hidden="true">
        min ago
      </span>
    </fieldset>
  );
}

const refreshTexts = [
  ["stale", "stale: old address"],
  ["resolver", "resolver: renewed"],
] as const;

function Theme() {
  const [theme, setTheme] = useState(currentTheme());
  return (
    <button type="button" aria-pressed={theme === "dark"} onClick={() => setTheme(switchTheme())}>
      Dark
    </button>
  );
}

const roleText = { admin: "admin", user: "user" } as const;

export function Bar({ data }: { readonly data: PageData }) {
  const wide = matchMedia("(min-width: 60rem)").matches;
  const other = (name: string): string => data.sites.find((site) => site.name === name)?.origin ?? location.origin;
  const summary = `${data.site.name}, ${data.user.displayName}, opened ${ageText(data.opened)}, ${data.refresh}`;
  return (
    <details class="bar" open={wide}>
      <summary>
        <strong>Postern simulator</strong> <span class="now">{summary}</span>
      </summary>
      <div class="choices" role="group" aria-label="What is simulated">
        <Select
          label="Site"
          value={data.site.name}
          options={data.sites.map((site) => [site.name, site.name] as const)}
          onChoose={(name) => location.assign(here({}, other(name)))}
        />
        <Select
          label="User"
          value={data.user.accountId}
          options={data.users.map((user) => [user.accountId, `${user.displayName} (${roleText[user.role]})`] as const)}
          onChoose={becomeUser}
        />
        <Age data={data} />
        <Select
          label="Late clicks"
          value={data.refresh}
          options={refreshTexts}
          onChoose={(mode) => location.assign(here({ refresh: mode }))}
        />
        <Theme />
      </div>
      {data.opened !== "now" && (
        <p class="pretend">
          Tokens of this page are made as of {clockTime(data.openedAt)}. The app’s own clock is not touched.
        </p>
      )}
    </details>
  );
}
