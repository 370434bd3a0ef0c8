// The server's clock, which tokens are made by; the browser's may be off.
import { useEffect } from "preact/hooks";
import { Watched, useWatched } from "./watched";

let behind = 0; // seconds by which the browser's clock is behind the server's

export const now = (): number => Date.now() / 1000 + behind;

const seconds = new Watched(0);
let started = false;

export function startClock(serverNow: number): void {
  behind = serverNow - Date.now() / 1000;
  seconds.value = now();
}

// The time, again every second.
export function useNow(): number {
  useEffect(() => {
    if (started) return;
    started = true;
    setInterval(() => (seconds.value = now()), 1000);
  }, []);
  return useWatched(seconds);
}

export function duration(span: number): string {
  const whole = Math.floor(Math.abs(span));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min`;
  const minutes = Math.floor((whole % 3600) / 60);
  return minutes === 0 ? `${Math.floor(whole / 3600)} h` : `${Math.floor(whole / 3600)} h ${minutes} min`;
}

export const clockTime = (epoch: number): string =>
  new Date(epoch * 1000).toISOString().replace("T", " ").replace(/\.\d+Z$/, " UTC");
