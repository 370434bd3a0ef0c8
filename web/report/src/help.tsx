import type { Ref } from "preact";

const keys: readonly (readonly [string, string])[] = [
  ["/", "Search"],
  ["j, k", "Next finding, the one before"],
  ["o", "Open all findings"],
  ["c", "Close all findings"],
  ["t", "Light or dark"],
  ["?", "This help"],
  ["Esc", "Leave the search, close this help"],
];

interface Props {
  readonly dialog: Ref<HTMLDialogElement>;
  readonly shortcuts: boolean;
  readonly onShortcuts: (on: boolean) => void;
}

export function Help({ dialog, shortcuts, onShortcuts }: Props) {
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title">
      <form method="dialog">
        <h2 id="help-title">Keyboard</h2>
        <dl>
          {keys.map(([key, what]) => (
            <div key={key}>
              <dt>
                {key.split(", ").map((each) => (
                  <kbd key={each}>{each}</kbd>
                ))}
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <label>
          <input
            type="checkbox"
            checked={shortcuts}
            onChange={(event) => onShortcuts(event.currentTarget.checked)}
          />{" "}
          Use these keys
        </label>
        <p>
          The search looks for every word, in requirements (old numbers too) and findings: endpoint, address, message,
          check, severity.
        </p>
        <button>Close</button>
      </form>
    </dialog>
  );
}
