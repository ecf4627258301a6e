import { PassThrough, type Readable, Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Failure, messageOf } from '../../core/failure.ts';
import { forwardStream } from '../../core/forward-stream.ts';
import { exec } from '../../kube/exec.ts';
import type { Kube } from '../../kube/kube.ts';
import type { NamespacedName } from '../../kube/types.ts';
import { container } from './pod.ts';
import { mountPath } from './pod-spec.ts';

export interface Transfer {
  signal: AbortSignal;
  /** Called with the number of bytes so far, at most once a second. */
  onProgress(bytes: number): void;
}

/** Returns the size of an entry: KiB on the disk and the number of names in its top folder. */
export async function measureContents(
  kube: Kube,
  pod: NamespacedName,
  signal: AbortSignal,
): Promise<{ kibibytes: number; names: number }> {
  const script = `du -sk ${mountPath} | cut -f1; ls -A ${mountPath} | grep -vx 'lost+found' | wc -l`;
  const [kibibytes, names] = (await outputOf(kube, pod, ['sh', '-c', script], signal)).trim().split('\n');
  return { kibibytes: Number(kibibytes), names: Number(names) };
}

/** Streams a tar of everything in an entry. Resolves to the number of bytes. */
export async function exportTar(
  kube: Kube,
  pod: NamespacedName,
  target: Writable,
  { signal, onProgress }: Transfer,
): Promise<number> {
  const meter = new Meter(onProgress);
  const end = forwardStream(meter, target);
  const errors = new CollectedText();
  const command = ['tar', '-C', mountPath, '-cf', '-', '.'];
  const status = await exec(kube, pod, container, command, { stdout: meter, stderr: errors.input, signal });
  await end().catch((cause: unknown) => {
    throw new Failure(`Could not write the archive: ${messageOf(cause)}`, {
      code: 'storage.transfer',
      hint: 'Export again to a target with free space that keeps reading',
      cause,
    });
  });
  if (status !== 0)
    throw failed('export', status, errors.text, 'Delete the incomplete archive and export again');
  return meter.bytes;
}

/** Unpacks a tar into an entry. Resolves to the number of bytes read. */
export async function importTar(
  kube: Kube,
  pod: NamespacedName,
  source: Readable,
  { signal, onProgress }: Transfer,
): Promise<number> {
  const meter = new Meter(onProgress);
  // A broken source also ends the input of tar. `source.errored` shows that the import is incomplete.
  pipeline(source, meter).catch(() => {});
  const errors = new CollectedText();
  const command = ['tar', '-C', mountPath, '-xf', '-'];
  const status = await exec(kube, pod, container, command, {
    stdin: meter,
    stdout: new PassThrough().resume(),
    stderr: errors.input,
    signal,
  });
  if (status !== 0 || source.errored)
    throw failed(
      'import into',
      status,
      errors.text,
      'The entry contains the files unpacked so far. Import again with --force',
    );
  return meter.bytes;
}

async function outputOf(
  kube: Kube,
  pod: NamespacedName,
  command: string[],
  signal: AbortSignal,
): Promise<string> {
  const output = new CollectedText();
  const errors = new CollectedText();
  const status = await exec(kube, pod, container, command, {
    stdout: output.input,
    stderr: errors.input,
    signal,
  });
  if (status !== 0)
    throw failed(
      'inspect',
      status,
      errors.text,
      'Use an image with sh, du and tar: dokku storage:set --global image <image>',
    );
  return output.text;
}

class Meter extends Transform {
  bytes = 0;
  #lastReportAt = Date.now();
  readonly #report: (bytes: number) => void;

  constructor(report: (bytes: number) => void) {
    super();
    this.#report = report;
  }

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error: null, chunk: Buffer) => void,
  ): void {
    this.bytes += chunk.length;
    const now = Date.now();
    if (now - this.#lastReportAt >= 1000) {
      this.#lastReportAt = now;
      this.#report(this.bytes);
    }
    done(null, chunk);
  }
}

/** Keeps the beginning of a stream of text. */
class CollectedText {
  readonly input = new PassThrough();
  text = '';

  constructor() {
    this.input.setEncoding('utf8').on('data', (chunk: string) => {
      if (this.text.length < 10_000) this.text += chunk;
    });
  }
}

function failed(what: string, status: number, text: string, hint: string): Failure {
  return new Failure(`Could not ${what} the entry (exit status ${status})`, {
    code: 'storage.transfer',
    details: text.trim().split('\n').filter(Boolean).slice(0, 10),
    hint,
  });
}
