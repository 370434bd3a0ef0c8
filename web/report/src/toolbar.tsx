import type { Ref } from "preact";
import { tagNames, tags, verdictNames, type Choice, type Tag } from "./index";
import type { Shown } from "./page";

interface Props {
  readonly search: Ref<HTMLInputElement>;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly choices: readonly Choice[]; // those that a requirement or a finding has
  readonly chosen: ReadonlySet<Choice>;
  readonly onChosen: (choice: Choice) => void;
  readonly shown: Shown | undefined; // nothing while everything is
  readonly onTheme: () => void;
  readonly onHelp: () => void;
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const isTag = (choice: Choice): choice is Tag => (tags as readonly Choice[]).includes(choice);

interface FilterProps extends Pick<Props, "chosen" | "onChosen"> {
  readonly choice: Choice;
}

function Filter({ choice, chosen, onChosen }: FilterProps) {
  return (
    <button
      type="button"
      class={`filter ${choice}`}
      aria-pressed={chosen.has(choice)}
      onClick={() => onChosen(choice)}
    >
      {!isTag(choice) && (
        <svg class={`icon ${choice}`} aria-hidden="true">
          <use href={`#icon-${choice}`} />
        </svg>
      )}
      {isTag(choice) ? tagNames[choice] : verdictNames[choice]}
    </button>
  );
}

export function Toolbar(props: Props) {
  const filters = (wanted: (choice: Choice) => boolean) =>
    props.choices
      .filter(wanted)
      .map((choice) => <Filter key={choice} choice={choice} chosen={props.chosen} onChosen={props.onChosen} />);
  return (
    <>
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
          {filters((choice) => !isTag(choice))}
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
      {props.choices.some(isTag) && (
        <div class="filters tags" role="group" aria-label="Show only findings that are">
          {filters(isTag)}
        </div>
      )}
    </>
  );
}
