import { gunzipSync } from 'node:zlib';
import { Failure } from '../../core/failure.ts';

/** Bytes that a certificate and a key never reach. */
export const archiveLimit = 1024 * 1024;

/** The ordinary files of a tar archive, also a gzipped one: name → content. Source: POSIX.1-1988 "ustar". */
export function untar(archive: Buffer): Map<string, string> {
  const bytes = archive.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b])) ? unzip(archive) : archive;
  const files = new Map<string, string>();
  for (let at = 0; at + 512 <= bytes.length; ) {
    const header = bytes.subarray(at, at + 512);
    if (header.every((byte) => byte === 0)) break;
    const size = Number.parseInt(text(header, 124, 12), 8);
    if (!goodChecksum(header) || !(size >= 0) || at + 512 + size > bytes.length) throw noArchive();
    const type = text(header, 156, 1);
    if (type === '' || type === '0')
      files.set(text(header, 0, 100), bytes.subarray(at + 512, at + 512 + size).toString('utf8'));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

function unzip(archive: Buffer): Buffer {
  try {
    return gunzipSync(archive, { maxOutputLength: archiveLimit });
  } catch (cause) {
    throw noArchive(cause);
  }
}

function text(header: Buffer, offset: number, length: number): string {
  return header
    .toString('utf8', offset, offset + length)
    .split('\0')[0]!
    .trim();
}

/** Taken over the header with blanks in the checksum's own place. */
function goodChecksum(header: Buffer): boolean {
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
  return sum === Number.parseInt(text(header, 148, 8), 8);
}

function noArchive(cause?: unknown): Failure {
  return new Failure('Standard input is no tar archive', {
    code: 'certs.archive',
    hint: 'Make one of both files: tar -cf - server.crt server.key',
    cause,
  });
}
