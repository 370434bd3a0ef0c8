import type { Ref } from "preact";
import { verdictNames, type Verdict } from "./index";
import type { Shown } from "./page";

interface Props {
  readonly search: Ref<HTMLInputElement>;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly choices: readonly Verdict[]; // those that a requirement or a finding has
  readonly chosen: ReadonlySet<Verdict>;
  readonly onChosen: (verdict: Verdict) => void;
  readonly shown: Shown | undefined; // nothing while everything is
  readonly onTheme: () => void;
  readonly onHelp: () => void;
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export function Toolbar(props: Props) {
  return (
    <div class="tools">
      <input
        ref={props.search}
        type="search"
        aria-label="Search requirements and findings"
        placeholder="Search (press /)"
        value={props.query}
        onInput={(event) => props.onQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <div class="filters" role="group" aria-label="Show only these verdicts">
        {props.choices.map((verdict) => (
          <button
            key={verdict}
            type="button"
            class={`filter ${verdict}`}
            aria-pressed={props.chosen.has(verdict)}
            onClick={() => props.onChosen(verdict)}
          >
            <svg class={`icon ${verdict}`} aria-hidden="true">
              <use href={`#icon-${verdict}`} />
            </svg>
            {verdictNames[verdict]}
          </button>
        ))}
      </div>
      <button type="button" class="plain" onClick={props.onTheme}>
        Light/dark
      </button>
      <button type="button" class="plain" aria-label="Help on the keyboard" onClick={props.onHelp}>
        ?
      </button>
      <p class="shown" role="status">
        {props.shown &&
          `${counted(props.shown.requirements, "requirement", "requirements")}, ${counted(props.shown.findings, "finding", "findings")}`}
      </p>
    </div>
  );
}
