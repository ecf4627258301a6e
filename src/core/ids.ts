import { randomBytes } from 'node:crypto';

/** `bytes` random bytes as lower-case hex: object-name suffixes use 5 bytes, 10 characters. */
export function randomHex(bytes = 5): string {
  return randomBytes(bytes).toString('hex');
}

/** Big-endian base 36 of the bytes of `text`, one leading `0` per leading zero byte: the form of cron ids. */
export function base36(text: string): string {
  const bytes = Buffer.from(text);
  const hex = bytes.toString('hex');
  const leadingZeros = bytes.findIndex((byte) => byte !== 0);
  const zeros = leadingZeros === -1 ? bytes.length : leadingZeros;
  return '0'.repeat(zeros) + (zeros === bytes.length ? '' : BigInt(`0x${hex}`).toString(36));
}

let lastMillisecond = 0;

/** A build id: base 36, sorted by the time of creation, unique across processes. */
export function sortableId(now = Date.now()): string {
  lastMillisecond = Math.max(now, lastMillisecond + 1);
  return (
    lastMillisecond.toString(36).padStart(9, '0') +
    randomBytes(3).readUIntBE(0, 3).toString(36).padStart(5, '0')
  );
}
