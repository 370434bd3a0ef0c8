// A page of the app in the product's page: the frame, the life of its token, and an explanation when it stays silent.
import { useEffect, useRef, useState } from "preact/hooks";
import { askAnswer, askFrame, sentence } from "./calls";
import { now } from "./clock";
import type { Frame } from "./data";
import { Explanation } from "./explanation";
import { showFlag } from "./flags";
import { Life } from "./life";
import { initWaitMilliseconds, mountFrame } from "./mount";
import { atCreation } from "./resolver";

// Idle: it was refused with a page that speaks to the bridge, and does not ask it for a fresh token.
export type Phase = "waiting" | "talks" | "silent" | "idle";

interface Props {
  readonly frame: Frame;
  readonly onPhase?: (phase: Phase) => void;
  readonly onRename?: (title: string) => void;
}

export const isExpired = (frame: Frame): boolean => frame.token !== null && frame.token.expiresAt <= now();

export function FrameView({ frame, onPhase, onRename }: Props) {
  const [current, setCurrent] = useState<Frame>();
  const [phase, setPhase] = useState<Phase>("waiting");
  const [hasToken, setHasToken] = useState(false);
  const [exchange, setExchange] = useState<number>();
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let gone = false;
    void atCreation(frame).then((resolved) => gone || setCurrent(resolved));
    return () => (gone = true);
  }, [frame]);
  useEffect(() => onPhase?.(phase), [phase]);
  useEffect(() => {
    if (!box.current || !current) return undefined;
    setPhase(isExpired(current) ? "silent" : "waiting");
    setHasToken(false);
    return mountFrame(box.current, current, {
      onInit: () => setPhase("talks"),
      onSilence: () => setPhase("silent"),
      onToken: () => {
        setHasToken(true);
        setPhase("talks");
      },
      onExchange: setExchange,
      ...(onRename && { rename: onRename }),
    });
  }, [current]);

  useEffect(() => {
    if (phase !== "talks" || hasToken || !current || !isExpired(current)) return undefined;
    let gone = false;
    const timer = setTimeout(() => {
      // The browser does not tell what came, so the app is asked once more.
      void askAnswer(current.url).then(
        ({ refused }) => refused && !gone && setPhase("idle"),
        () => undefined, // no answer, no explanation: the page is there and speaks
      );
    }, initWaitMilliseconds);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [phase, hasToken, current]);

  const renew = async (): Promise<void> => {
    try {
      const fresh = await askFrame(frame.module, frame.context);
      setCurrent({ ...frame, url: fresh.url, token: fresh.token });
    } catch (error) {
      showFlag({ type: "error", title: `No new address for ${frame.name}`, body: sentence(error), close: "manual" });
    }
  };

  return (
    <div class={`frame in-${frame.place}`} data-module={frame.module} data-phase={phase}>
      <div ref={box} class="frame-box" />
      {current && <Life token={current.token} hasFresh={hasToken} />}
      {current && (phase === "silent" || phase === "idle") && (
        <Explanation
          key={current.url}
          frame={current}
          speaks={phase === "idle"}
          exchange={exchange}
          onRenew={() => void renew()}
        />
      )}
    </div>
  );
}
