import { stringify } from 'yaml';
import { type JobOptions, jobManifest } from '../../src/release/tasks/job.ts';
import type { ReleaseSpec } from '../../src/release/types.ts';

/** A Job as a case names it: a scheduled task by its command. */
export type CaseJob = Omit<JobOptions, 'cron' | 'suffix'> & { task?: string };

/** The Jobs of a release, which are made beside its chart. Their random names count up here. */
export function renderJobs(spec: ReleaseSpec, jobs: readonly CaseJob[]): string {
  const documents = jobs.map(({ task, ...options }, index) => {
    const cron = spec.cron.find(({ text }) => text === task);
    const suffix = String(index).padStart(10, '0');
    // As it is sent: without what is undefined.
    return stringify(JSON.parse(JSON.stringify(jobManifest(spec, { ...options, cron, suffix }))));
  });
  return documents.map((document) => `---\n${document}`).join('');
}
