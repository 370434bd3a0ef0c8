// What browser, host and app say to each other, as it happens.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { clearExchanges, searchExchanges, sentence } from "../calls";
import type { InspectorPage, PageData } from "../data";
import type { Summary } from "../inspector/data";
import { showFlag } from "../flags";
import { Details } from "../inspector/details";
import { follow, type State } from "../inspector/events";
import { Fire } from "../inspector/fire";
import { idIn, lineId, List } from "../inspector/list";
import { chosen, exchanges, take, type Filter } from "../inspector/store";
import { Tools } from "../inspector/tools";
import { useWatched } from "../watched";

const searchEveryMilliseconds = 250; // at most, and so long after the last key

// What a search finds, again when there is more to find.
function useSearch(text: string, known: ReadonlyMap<number, Summary>) {
  const [found, setFound] = useState<ReadonlySet<number> | null>(null);
  const [problem, setProblem] = useState("");
  const latest = useRef(known);
  latest.current = known;
  useEffect(() => {
    if (text === "") {
      setFound(null);
      setProblem("");
      return undefined;
    }
    let wanted = true;
    let searched: ReadonlyMap<number, Summary> | undefined;
    let timer = setTimeout(search, searchEveryMilliseconds);
    // While exchanges keep coming, one search follows another; none waits for the last of them.
    async function search(): Promise<void> {
      if (searched !== latest.current) {
        searched = latest.current;
        try {
          const { ids } = await searchExchanges(text);
          if (wanted) {
            setFound(new Set(ids));
            setProblem("");
          }
        } catch (error) {
          if (wanted) setProblem(sentence(error));
        }
      }
      if (wanted) timer = setTimeout(search, searchEveryMilliseconds);
    }
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [text]);
  return { found, problem };
}

// While it is held, what was known then.
function useExchanges(held: boolean) {
  const known = useWatched(exchanges);
  const [kept, setKept] = useState(known);
  useEffect(() => {
    if (!held) setKept(known);
  }, [known, held]);
  const shown = held ? kept : known;
  const waiting = held ? [...known.keys()].filter((id) => !kept.has(id)).length : 0;
  return { known, shown, waiting, empty: () => setKept(new Map()) };
}

interface Props {
  readonly page: InspectorPage;
  readonly data: PageData;
}

export function InspectorView({ page, data }: Props) {
  const [state, setState] = useState<State>("connecting");
  const [held, setHeld] = useState(false);
  const [text, setText] = useState("");
  const [direction, setDirection] = useState("");
  const [site, setSite] = useState("");
  const [open, setOpen] = useState<number>();
  const { known, shown, waiting, empty } = useExchanges(held);
  const { found, problem } = useSearch(text, shown);
  const filter: Filter = { direction, site, found };
  const list = useMemo(() => chosen(shown, filter), [shown, direction, site, found]);

  const close = (): void => {
    const line = open === undefined ? null : document.getElementById(lineId(open));
    setOpen(undefined);
    line?.focus();
  };

  const wanted = useRef(idIn(location.hash)); // opened as soon as it is there
  useEffect(() => {
    if (wanted.current === undefined || !known.has(wanted.current)) return;
    setOpen(wanted.current);
    wanted.current = undefined;
  }, [known]);

  const clear = (): void => {
    setOpen(undefined);
    clearExchanges().then(empty, (error: unknown) =>
      showFlag({ type: "error", title: "Not cleared", body: sentence(error), close: "manual" }),
    );
  };

  useEffect(() => {
    const left = new AbortController();
    void follow(take, setState, left.signal);
    return () => left.abort();
  }, []);

  return (
    <>
      <div class="title-row">
        <h1>Inspector</h1>
        <p class="quiet" role="status">
          {state === "live" ? (held ? "Paused" : "Live") : state === "connecting" ? "Connecting …" : state.problem}
          {waiting > 0 && `: ${waiting} new`}
        </p>
      </div>
      <Tools
        text={text}
        onText={setText}
        direction={direction}
        onDirection={setDirection}
        site={site}
        sites={data.sites}
        onSite={setSite}
        held={held}
        onHold={() => setHeld(!held)}
        shown={list}
        archiveMaxBytes={page.archiveMaxBytes}
        onClear={clear}
      />
      <Fire page={page} />
      <p role="alert">{problem}</p>
      <div class={`panes ${open === undefined ? "" : "open"}`}>
        <List list={list} all={shown.size} open={open} onOpen={setOpen} />
        {open !== undefined && (
          <Details key={open} id={open} known={known} onOpen={setOpen} onClose={close} />
        )}
      </div>
    </>
  );
}
