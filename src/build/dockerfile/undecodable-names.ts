import { isUtf8 } from 'node:buffer';
import { filesBelow } from '../../exec/files-below.ts';

/** The files of a folder whose names are not UTF-8, with each other byte as `\351`: the form in which Git shows them. */
export function undecodableNames(folder: string): string[] {
  return [...filesBelow(Buffer.from(folder))]
    .map((path) => path.subarray(Buffer.byteLength(folder) + 1))
    .filter((name) => !isUtf8(name))
    .map((name) =>
      name.toString('latin1').replaceAll(/[^\x20-\x7e]/g, (byte) => {
        return `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`;
      }),
    );
}
