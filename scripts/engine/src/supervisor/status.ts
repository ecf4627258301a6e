import type { Settings } from '../settings.ts';
import { readJson } from '../system/files.ts';
import { alive, type ProcessRecord } from '../system/processes.ts';

export type Phase = 'waiting' | 'starting' | 'ready' | 'down' | 'stopped';

export interface ComponentStatus {
  name: string;
  phase: Phase;
  pid?: number;
  /** When the running process was started, in milliseconds since 1970. */
  since?: number;
  restarts: number;
  /** How the last process ended, if one did. */
  lastEnd?: string;
}

export interface SupervisorStatus {
  supervisor: ProcessRecord;
  components: ComponentStatus[];
}

/** What the supervisor last wrote, if it is still running. */
export function readStatus(settings: Settings): SupervisorStatus | undefined {
  const status = readJson<SupervisorStatus>(settings.paths.status);
  return alive(status?.supervisor) ? status : undefined;
}

export function component(settings: Settings, name: string): ComponentStatus | undefined {
  return readStatus(settings)?.components.find((candidate) => candidate.name === name);
}
