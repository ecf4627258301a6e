import { stringify } from 'yaml';
import { type JobOptions, jobManifest } from '../../src/release/tasks/job.ts';
import type { ReleaseSpec } from '../../src/release/types.ts';

/** A Job of a case; `task` is the command of its scheduled task, and `script` the stage of its deploy task. */
export type CaseJob = Omit<JobOptions, 'cron' | 'suffix'> & {
  task?: string;
  script?: keyof ReleaseSpec['scripts'];
};

/** Returns the Jobs of a release, which are not part of its chart. A counter replaces their random names. */
export function renderJobs(spec: ReleaseSpec, jobs: readonly CaseJob[]): string {
  const documents = jobs.map(({ task, script, ...options }, index) => {
    const cron = spec.cron.find(({ text }) => text === task);
    const command = script ? spec.scripts[script] : options.command;
    const suffix = String(index).padStart(10, '0');
    // As sent to the API server: without undefined fields.
    return stringify(JSON.parse(JSON.stringify(jobManifest(spec, { ...options, command, cron, suffix }))));
  });
  return documents.map((document) => `---\n${document}`).join('');
}
