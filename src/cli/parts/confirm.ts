import type { Readable } from 'node:stream';
import { Failure, throwIfCancelled } from '../../core/failure.ts';
import type { Context } from '../invoke/context.ts';

/**
 * Asks the user to type the name of the object to destroy; returns when the name matches. Skipped by `--force`, given
 * globally or as the command's own flag.
 */
export async function confirmDestruction(
  context: Context,
  { kind, name, consequence, force }: { kind: string; name: string; consequence: string; force?: boolean },
): Promise<void> {
  if (context.force || force) return;
  const { out, streams, signal } = context;
  out.warn('WARNING: Potentially Destructive Action');
  out.warn(`This command will destroy the ${kind} ${name}: ${consequence}`);
  out.warn(`To proceed, type "${name}"`);
  out.raw('> ');
  const answer = await readLine(streams.stdin, signal);
  if (answer === name) return;
  throw new Failure(`The confirmation did not match "${name}"; nothing was destroyed`, {
    code: 'confirm.mismatch',
    hint: 'In a script, add --force to the command to skip the confirmation',
  });
}

/** The first line without its line end; the whole input when it has no line end. */
async function readLine(stdin: Readable, signal: AbortSignal): Promise<string> {
  let text = '';
  const cancelled = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  const chunks = stdin.iterator({ destroyOnReturn: false });
  const read = async () => {
    for await (const chunk of chunks) {
      text += String(chunk);
      if (text.includes('\n')) break;
    }
  };
  throwIfCancelled(signal);
  await Promise.race([read(), cancelled]);
  return text.split('\n')[0]!.trim();
}
