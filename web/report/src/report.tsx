// Makes the page quick to use. Without it the page is whole, only longer to read.
import { render } from "preact";
import { createPortal } from "preact/compat";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { listenForCopy } from "./copy";
import { Help } from "./help";
import { readIndex, verdicts, type Index, type Verdict } from "./index";
import { listenForKeys } from "./keys";
import { openAll, openForPrint, reveal, showOnly, step, type Shown } from "./page";
import { choose, chosenTheme, recall, systemTheme } from "./theme";
import { Toolbar } from "./toolbar";

const switchTheme = (): void => choose((chosenTheme() ?? systemTheme()) === "dark" ? "light" : "dark");

function toggled(set: ReadonlySet<Verdict>, verdict: Verdict): ReadonlySet<Verdict> {
  const result = new Set(set);
  if (!result.delete(verdict)) result.add(verdict);
  return result;
}

function verdictsOf(index: Index): readonly Verdict[] {
  const all = new Set([...index.requirements, ...index.findings].map((entry) => entry.verdict));
  return verdicts.filter((verdict) => all.has(verdict));
}

function App({ index, dialogs }: { readonly index: Index; readonly dialogs: Element }) {
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<Verdict>>(new Set());
  const [shown, setShown] = useState<Shown>();
  const [message, setMessage] = useState("");
  const [shortcuts, setShortcuts] = useState(true);
  const search = useRef<HTMLInputElement>(null);
  const help = useRef<HTMLDialogElement>(null);
  const shortcutsNow = useRef(shortcuts);
  shortcutsNow.current = shortcuts;
  const choices = useMemo(() => verdictsOf(index), [index]);

  const untouched = useRef(true);
  useLayoutEffect(() => {
    const everything = query.trim() === "" && chosen.size === 0;
    if (everything && untouched.current) return;
    untouched.current = everything;
    const now = showOnly(index, { query: query.trim(), verdicts: chosen });
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
        onChosen={(verdict) => setChosen(toggled(chosen, verdict))}
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
