// A page of the app in the product's page: the frame, the life of its token, and an explanation when it stays silent.
import { useEffect, useRef, useState } from "preact/hooks";
import { askFrame, sentence } from "./calls";
import { now } from "./clock";
import type { Frame } from "./data";
import { Explanation } from "./explanation";
import { showFlag } from "./flags";
import { Life } from "./life";
import { mountFrame } from "./mount";
import { atCreation } from "./resolver";

export type Phase = "waiting" | "talks" | "silent";

interface Props {
  readonly frame: Frame;
  readonly onPhase?: (phase: Phase) => void;
  readonly onRename?: (title: string) => void;
}

export const isExpired = (frame: Frame): boolean => frame.token !== null && frame.token.expiresAt <= now();

export function FrameView({ frame, onPhase, onRename }: Props) {
  const [current, setCurrent] = useState<Frame>();
  const [phase, setPhase] = useState<Phase>("waiting");
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
    return mountFrame(box.current, current, {
      onInit: () => setPhase("talks"),
      onSilence: () => setPhase("silent"),
      ...(onRename && { rename: onRename }),
    });
  }, [current]);

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
      {current && <Life token={current.token} />}
      {current && phase === "silent" && (
        <Explanation key={current.url} frame={current} onRenew={() => void renew()} />
      )}
    </div>
  );
}
