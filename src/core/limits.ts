/** Maximum bytes of one argument or one `NAME=value` of a Linux process: MAX_ARG_STRLEN without the NUL. */
const maxArgumentBytes = 128 * 1024 - 1;

/** Whether Linux can start a process with this argument or variable. */
export function fitsArgument(text: string): boolean {
  return text.length <= maxArgumentBytes && Buffer.byteLength(text) <= maxArgumentBytes;
}

/** Maximum bytes of the keys and values of all annotations of one object, as the API server counts. */
export const maxAnnotationsBytes = 256 * 1024;
