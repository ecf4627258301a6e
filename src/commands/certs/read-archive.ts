import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { Failure } from '../../core/failure.ts';

/** Bytes of an archive; a certificate and its key never reach them. */
export const maxArchiveBytes = 1024 * 1024;

/** The format of Unix V7 has no name in its header. tar-stream's types do not declare the option. */
const anyFormat: object = { allowUnknownFormat: true };

/** The ordinary files of a tar archive, also of a gzipped one: name → content. */
export async function readArchive(archive: Buffer): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  try {
    const reader = extract(anyFormat);
    reader.end(isGzip(archive) ? gunzipSync(archive, { maxOutputLength: maxArchiveBytes }) : archive);
    for await (const entry of reader) {
      if (entry.header.type === 'file') files.set(entry.header.name, await text(entry));
      else entry.resume();
    }
  } catch (cause) {
    throw new Failure('Standard input is not a tar archive', {
      code: 'certs.archive',
      hint: 'Create an archive of both files: tar -cf - server.crt server.key',
      cause,
    });
  }
  return files;
}

/** Source: RFC 1952, 2.3.1. */
function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
