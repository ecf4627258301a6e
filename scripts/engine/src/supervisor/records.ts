import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../settings.ts';
import { readJson, writeFile } from '../system/files.ts';
import { alive, type ProcessRecord, record } from '../system/processes.ts';

/** Notes a process, so that the next command can stop it even if the supervisor was killed. */
export function recordProcess(settings: Settings, name: string, pid: number): void {
  writeFile(join(settings.paths.records, `${name}.json`), JSON.stringify(record(pid)));
}

/** The recorded processes that are still running. */
export function recordedProcesses(settings: Settings): ProcessRecord[] {
  let files: string[] = [];
  try {
    files = readdirSync(settings.paths.records);
  } catch {
    // Nothing was started since the last clean stop.
  }
  return files.map((file) => readJson<ProcessRecord>(join(settings.paths.records, file))).filter(alive);
}
