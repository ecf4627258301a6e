import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';

/** A tar archive of small files: name → content. */
export function tarArchive(
  files: Record<string, string>,
  { mode = 0o600, mtime = new Date() } = {},
): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name, mode, mtime }, content);
  archive.finalize();
  return buffer(archive);
}
