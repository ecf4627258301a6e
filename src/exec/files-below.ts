import { readdirSync } from 'node:fs';

/**
 * The paths of all files and links below a folder. A name is bytes: as a string, a name that is not UTF-8 would name
 * another file.
 */
export function* filesBelow(folder: Buffer): Generator<Buffer> {
  for (const entry of readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })) {
    const path = Buffer.concat([folder, Buffer.from('/'), entry.name]);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}
