// A value that components follow, and that the bridge, which is no component, can change.
import { useEffect, useState } from "preact/hooks";

export class Watched<Value> {
  readonly #listeners = new Set<(value: Value) => void>();

  constructor(private current: Value) {}

  get value(): Value {
    return this.current;
  }

  set value(next: Value) {
    this.current = next;
    for (const listener of [...this.#listeners]) listener(next);
  }

  listen(listener: (value: Value) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

export function useWatched<Value>(watched: Watched<Value>): Value {
  const [value, setValue] = useState(() => watched.value);
  useEffect(() => {
    setValue(() => watched.value); // it may have changed since the first drawing
    return watched.listen((next) => setValue(() => next));
  }, [watched]);
  return value;
}
