/** A kind of value: its description in messages, and its parser. */
export interface ValueKind {
  what: string;
  /** The normalized value, or undefined for an invalid value. */
  read(text: string): string | undefined;
}

const matching = (what: string, pattern: RegExp): ValueKind => ({
  what,
  read: (text) => (pattern.test(text) ? text : undefined),
});

export const onOff = matching('on or off', /^(on|off)$/);
export const trueFalse = matching('true or false', /^(true|false)$/);
export const number = matching('a whole number', /^\d{1,10}$/);
export const word = matching('one word of letters, digits and dashes', /^[A-Za-z0-9-]+$/);
/** For settings that no ingress class uses. */
export const anyText = matching('text of one line', /^[^\p{Cc}]+$/u);
export const buffers = matching('a number and a size, like 8 4k', /^[1-9]\d{0,4} [1-9]\d{0,9}[kKmM]?$/);

/**
 * `off`, or a file in the controller's container. `nginx:access-logs` prints this file, so only files below /var/log/
 * are valid.
 */
export const logPath: ValueKind = {
  what: 'off, /dev/null or a file below /var/log/',
  read: (text) =>
    /^(off|\/dev\/null|\/var\/log(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+)$/.test(text) ? text : undefined,
};

const sizeUnits: Record<string, number> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };
const sizePattern = /^(\d{1,12})([kmg]?)$/i;

/** nginx's notation: bytes, or with k, m or g. */
export const size: ValueKind = {
  what: 'a size like 512k, 8m or 1g',
  read: (text) => {
    const bytes = bytesOf(text);
    return bytes !== undefined && Number.isSafeInteger(bytes) ? text.toLowerCase() : undefined;
  },
};

/** Size of a buffer: nginx accepts no `g` here. */
export const bufferSize = matching('a size like 8k or 1m', /^[1-9]\d{0,9}[kKmM]?$/);

/** Returns the bytes of a size; undefined for an invalid size. */
export function bytesOf(text: string): number | undefined {
  const [, amount, unit] = text.match(sizePattern) ?? [];
  return amount === undefined ? undefined : Number(amount) * sizeUnits[unit!.toLowerCase()]!;
}

const timeUnits: Record<string, number> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** Returns the kind of a time. Values are normalized to seconds, the only unit that all controllers support. */
export function time(minSeconds: number): ValueKind {
  return {
    what: `a time like 90s, 5m or 1h${minSeconds > 0 ? ` of at least ${minSeconds}s` : ''}`,
    read: (text) => {
      const [, amount, unit] = text.match(/^(\d{1,7})([smhd]?)$/) ?? [];
      const seconds = amount === undefined ? -1 : Number(amount) * timeUnits[unit!]!;
      return seconds >= minSeconds ? `${seconds}s` : undefined;
    },
  };
}
