// Makes the page quick to use. Without it the page is whole, only longer to read.
import { render } from "preact";
import { createPortal } from "preact/compat";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { listenForCopy } from "./copy";
import { Help } from "./help";
import { readIndex, tags, verdicts, type Choice, type Index } from "./index";
import { listenForKeys } from "./keys";
import { openAll, openForPrint, reveal, showOnly, step, type Shown } from "./page";
import { choose, chosenTheme, recall, systemTheme } from "./theme";
import { Toolbar } from "./toolbar";

const switchTheme = (): void => choose((chosenTheme() ?? systemTheme()) === "dark" ? "light" : "dark");

function toggled(set: ReadonlySet<Choice>, choice: Choice): ReadonlySet<Choice> {
  const result = new Set(set);
  if (!result.delete(choice)) result.add(choice);
  return result;
}

// What something in the page has; what nothing has is not offered.
function choicesOf(index: Index): readonly Choice[] {
  const entries = [...index.requirements, ...index.findings];
  const all = new Set<Choice>(entries.flatMap((entry) => [entry.verdict, ...(entry.tags ?? [])]));
  return [...verdicts, ...tags].filter((choice) => all.has(choice));
}

function App({ index, dialogs }: { readonly index: Index; readonly dialogs: Element }) {
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<Choice>>(new Set());
  const [shown, setShown] = useState<Shown>();
  const [message, setMessage] = useState("");
  const [shortcuts, setShortcuts] = useState(true);
  const search = useRef<HTMLInputElement>(null);
  const help = useRef<HTMLDialogElement>(null);
  const shortcutsNow = useRef(shortcuts);
  shortcutsNow.current = shortcuts;
  const choices = useMemo(() => choicesOf(index), [index]);

  const untouched = useRef(true);
  useLayoutEffect(() => {
    const everything = query.trim() === "" && chosen.size === 0;
    if (everything && untouched.current) return;
    untouched.current = everything;
    const now = showOnly(index, { query: query.trim(), choices: chosen });
    setShown(everything ? undefined : now);
  }, [query, chosen]);

  useEffect(() => {
    const follow = (): void =>
      reveal(decodeURIComponent(location.hash.slice(1)), () => {
        setQuery("");
        setChosen(new Set());
      });
    listenForKeys(
      {
        "/": () => search.current?.focus(),
        j: () => step(1),
        k: () => step(-1),
        o: () => openAll(true),
        c: () => openAll(false),
        t: switchTheme,
        "?": () => help.current?.showModal(),
      },
      () => shortcutsNow.current,
    );
    listenForCopy((text) => setMessage(text));
    openForPrint();
    addEventListener("hashchange", follow);
    follow();
  }, []);

  return (
    <>
      <Toolbar
        search={search}
        query={query}
        onQuery={setQuery}
        choices={choices}
        chosen={chosen}
        onChosen={(choice) => setChosen(toggled(chosen, choice))}
        shown={shown}
        onTheme={switchTheme}
        onHelp={() => help.current?.showModal()}
      />
      <p class="unseen" role="status">
        {message}
      </p>
      {createPortal(<Help dialog={help} shortcuts={shortcuts} onShortcuts={setShortcuts} />, dialogs)}
    </>
  );
}

// Stands in the head of the page, so that a dark page is never light first.
document.documentElement.classList.add("scripted");
recall();
document.addEventListener("DOMContentLoaded", () => {
  const toolbar = document.getElementById("toolbar");
  const dialogs = document.getElementById("dialogs");
  if (toolbar && dialogs) render(<App index={readIndex(document)} dialogs={dialogs} />, toolbar);
});
