/** Bytes of one argument, or of one `NAME=value`, that Linux starts a process with: MAX_ARG_STRLEN without the NUL. */
const maxArgumentBytes = 128 * 1024 - 1;

/** Whether a process can be started with this argument or variable. */
export function fitsArgument(text: string): boolean {
  return text.length <= maxArgumentBytes && Buffer.byteLength(text) <= maxArgumentBytes;
}

/** Bytes of the keys and values of all annotations of one object, as the API server counts. */
export const maxAnnotationsBytes = 256 * 1024;
