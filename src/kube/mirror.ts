import type { Kube, Selector } from './kube.ts';
import type { KubeObject } from './types.ts';
import { watch } from './watch.ts';

/** A local copy of selected objects that a watch keeps up to date. */
export interface Mirror<T> {
  readonly objects: ReadonlyMap<string, T>;
  /** Resolves when the copy has every object that existed at the start. */
  readonly listed: Promise<void>;
  /** Settles when the watch has stopped; rejects when the watch cannot continue. */
  readonly ended: Promise<void>;
}

/**
 * Keeps a copy of the selected objects, by uid. Calls `onChange` after each change, beginning when the copy has every
 * object that existed at the start. Stops with `signal`.
 */
export function mirror<T extends KubeObject>(
  kube: Kube,
  selector: Selector,
  options: { onChange: () => void; signal: AbortSignal; deadline?: number; relistIntervalMs?: number },
): Mirror<T> {
  const objects = new Map<string, T>();
  const { promise: listed, resolve: complete } = Promise.withResolvers<void>();
  let isComplete = false;
  const ended = watch<T>(kube, selector, {
    signal: options.signal,
    deadline: options.deadline,
    relistIntervalMs: options.relistIntervalMs,
    onListed: () => {
      isComplete = true;
      complete();
      options.onChange();
    },
    onEvent: (change, object) => {
      if (change === 'deleted') objects.delete(object.metadata.uid!);
      else objects.set(object.metadata.uid!, object);
      if (isComplete) options.onChange();
    },
  });
  return { objects, listed, ended };
}
