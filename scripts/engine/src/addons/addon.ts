import type { Settings } from '../settings.ts';

/** A part of the cluster that only some tests and users want. */
export interface Addon {
  name: string;
  summary: string;
  /** Installs or repairs the add-on, and returns when it works. Its programs and images exist already. */
  install: (settings: Settings) => Promise<void>;
}
