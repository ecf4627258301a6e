import { PassThrough } from 'node:stream';
import { handOn } from '../core/hand-on.ts';
import { attach, type StreamOptions } from '../kube/exec.ts';
import { KubeFailure } from '../kube/failure.ts';
import type { Kube } from '../kube/kube.ts';
import { readLogs } from '../kube/logs.ts';

interface PodName {
  namespace: string;
  name: string;
}

/**
 * Joins the streams of a container that was just started and resolves when it has ended. An attached stream begins
 * in the middle: what was printed before is taken from the log, which does not tell the two outputs apart.
 */
export async function attachFromStart(
  kube: Kube,
  pod: PodName,
  container: string,
  options: StreamOptions,
): Promise<void> {
  const stdout = new Late(options.stdout);
  const stderr = new Late(options.stderr ?? options.stdout);
  const streams = { ...options, stdout: stdout.input, stderr: options.stderr && stderr.input };
  const attached = attach(kube, pod, container, streams);
  attached.catch(() => {});
  let early = '';
  for await (const line of readLogs(kube, pod, { container, signal: options.signal })) early += `${line}\n`;
  options.stdout.write(early);
  stdout.open(early);
  stderr.open(early);
  try {
    await attached;
  } catch (error) {
    if (!endedBefore(error) || stdout.used || stderr.used) throw error;
    let skipped = 0;
    for await (const line of readLogs(kube, pod, { container, follow: true, signal: options.signal })) {
      skipped += line.length + 1;
      if (skipped > early.length) options.stdout.write(`${line}\n`);
    }
  } finally {
    await Promise.all([stdout.drained(), stderr.drained()]);
  }
}

/** The cluster answers so when there is no process to attach to any more; a missing right is another matter. */
function endedBefore(error: unknown): boolean {
  return error instanceof KubeFailure && error.status >= 400 && error.status !== 401 && error.status !== 403;
}

/** Holds an output back until what was printed before it has been told. */
class Late {
  readonly input = new PassThrough();
  used = false;
  readonly #target: NodeJS.WritableStream;
  #end: (() => Promise<void>) | undefined;

  constructor(target: NodeJS.WritableStream) {
    this.#target = target;
    this.input.once('data', () => {
      this.used = true;
    });
    this.input.pause();
  }

  open(early: string): void {
    const held = this.input.read() as Buffer | null;
    // Bytes that nothing came before are passed on as they are: they need not be text.
    if (held) this.#target.write(early === '' ? held : unseen(early, held.toString('utf8')));
    this.#end = handOn(this.input, this.#target);
  }

  /** All that was attached has been handed on, or nobody reads it any more. */
  async drained(): Promise<void> {
    await this.#end?.().catch(() => {});
  }
}

/** The part of `live` that the log did not have yet: without the leading lines that are in `early`, in their order. */
export function unseen(early: string, live: string): string {
  let position = 0;
  let rest = live;
  for (;;) {
    const end = rest.indexOf('\n') + 1;
    const found = end === 0 ? -1 : early.indexOf(rest.slice(0, end), position);
    if (found === -1) return rest;
    position = found + end;
    rest = rest.slice(end);
  }
}
