import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Context } from '../../cli/invoke/context.ts';
import { Failure, messageOf } from '../../core/failure.ts';
import type { CertificatePair } from '../../release/tls/tls-secret.ts';
import { maxArchiveBytes, readArchive } from './read-archive.ts';

const usage = 'tar -cf - server.crt server.key | dokku certs:add';

/** The certificate and key of two files on the server, else of a tar archive on standard input. */
export async function readPair(
  context: Context,
  app: string,
  files: readonly string[],
): Promise<CertificatePair> {
  if (files.length === 0) return fromArchive(await readInput(context, app), app);
  if (files.length !== 2) throw new Failure('Give two files: the certificate and the key', { code: 'usage' });
  // Only local users may read files of the server.
  if (context.actor.via !== 'local') {
    throw new Failure('Certificate files can only be read on the server itself', {
      code: 'certs.remote-file',
      hint: `Send both files in an archive: ${usage} ${app}`,
    });
  }
  const [certificate, key] = files.map(readFile) as [string, string];
  return { certificate, key };
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Failure(`Could not read ${path}: ${messageOf(cause)}`, { code: 'certs.file', cause });
  }
}

async function readInput({ streams }: Context, app: string): Promise<Buffer> {
  // Nobody types an archive, so a terminal as input is a mistake.
  if ((streams.stdin as { isTTY?: boolean }).isTTY) throw missingPair(app);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of streams.stdin) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxArchiveBytes)
      throw new Failure('The archive is larger than 1 MiB', { code: 'certs.archive' });
  }
  if (size > 0) return Buffer.concat(chunks);
  throw missingPair(app);
}

function missingPair(app: string): Failure {
  return new Failure('No certificate was given: neither two files nor an archive on standard input', {
    code: 'certs.archive',
    hint: `Send both files in an archive: ${usage} ${app}`,
  });
}

async function fromArchive(archive: Buffer, app: string): Promise<CertificatePair> {
  // What macOS adds to an archive for itself begins with `._`.
  const files = [...(await readArchive(archive))].filter(([name]) => !basename(name).startsWith('._'));
  const one = (ending: string) => {
    const found = files.filter(([name]) => name.endsWith(ending));
    if (found.length === 1) return found[0]![1];
    throw new Failure(`The archive must contain exactly one ${ending} file; it contains ${found.length}`, {
      code: 'certs.archive',
      details: [`Files in the archive: ${files.map(([name]) => name).join(', ') || 'none'}`],
      hint: `Send both files in an archive: ${usage} ${app}`,
    });
  };
  return { certificate: one('.crt'), key: one('.key') };
}
