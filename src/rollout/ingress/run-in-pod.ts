import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { Failure } from '../../core/failure.ts';
import { exec } from '../../kube/exec.ts';
import type { Kube } from '../../kube/kube.ts';
import type { IngressPod } from './controller.ts';

/**
 * Runs a command in a controller's container and passes each output line to `onLine`. Throws when the command fails.
 */
export async function runInPod(
  kube: Kube,
  pod: IngressPod,
  command: string[],
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop()!;
      for (const line of lines) onLine(line);
      done();
    },
  });
  let said = '';
  const stderr = new Writable({
    write(chunk: Buffer, _encoding, done) {
      said = (said + chunk).slice(0, 2000);
      done();
    },
  });
  const status = await exec(kube, pod, pod.container, command, { stdout, stderr, signal });
  if (rest !== '') onLine(rest);
  if (status === 0) return;
  throw new Failure(`${command.join(' ')} failed in pod ${pod.name} with status ${status}`, {
    code: 'ingress.command',
    details: said.split('\n').filter(Boolean),
  });
}
