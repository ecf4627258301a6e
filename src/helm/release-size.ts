import { gzipSync } from 'node:zlib';
import { Failure } from '../core/failure.ts';

/** The maximum size of a Secret in bytes. */
const maxSecretBytes = 1024 * 1024;

/** Bytes of the rest of Helm's record: the chart's name and version, times, labels. */
const helmOwnBytes = 8 * 1024;

/**
 * Helm keeps a release, manifest and values, in one Secret, compressed and in base64. Throws when the release does not
 * fit. Helm itself would notice that only at the end, after the tasks have run.
 */
export function refuseTooLarge({ manifest, values }: { manifest: string; values: object }): void {
  const text = JSON.stringify({ manifest, config: values });
  if (recordBytes(Buffer.byteLength(text)) <= maxSecretBytes) return;
  const size = recordBytes(gzipSync(text, { level: 9 }).length);
  if (size <= maxSecretBytes) return;
  throw new Failure(
    `The release would have ${Math.ceil(size / 1024)} KiB; Helm keeps it in a Secret of at most 1 MiB`,
    {
      code: 'release.too-large',
      hint: 'Move large texts from app.json, Procfile and the kustomize folder into files of the image',
    },
  );
}

function recordBytes(bytes: number): number {
  return Math.ceil((bytes * 4) / 3) + helmOwnBytes;
}
