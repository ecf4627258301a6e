import type { Settings } from '../settings.ts';

/** A part of the cluster that only some tests and users want. */
export interface Addon {
  name: string;
  summary: string;
  /** Installs or repairs it; returns when it works. The programs and images it needs are there. */
  install: (settings: Settings) => Promise<void>;
}
