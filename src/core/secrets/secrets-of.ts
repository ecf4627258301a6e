import { masked, minSecretLength } from './masked.ts';
import { type Secrecy, secrecyOf } from './secret-keys.ts';
import { isReadable, isWord } from './words.ts';

/** A text to hide in output. */
export interface HiddenText {
  text: string;
  /** The text that is shown instead. */
  shown: string;
}

/**
 * Returns the secret parts of a variable: the whole value under a key like `API_TOKEN`, the password of a URL, the
 * value of `password=…` or of `"password": …` in any value. Words, short numbers, paths and addresses are not secrets:
 * to hide them would make other output unreadable, and they are too weak to be secrets.
 */
export function secretsOf(key: string, value: string): HiddenText[] {
  if (value.length < minSecretLength) return [];
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(value)) return [hidden(value)];
  const secrecy = secrecyOf(key);
  const urls = value.split(/[\s,;]+(?=[a-z][a-z0-9+.:-]*:\/\/)/i).filter((part) => /^\S*:\/\//.test(part));
  const parts = [...urls.flatMap((url) => inUrl(url, secrecy)), ...inAssignments(value), ...inJson(value)];
  const isAddress = urls.length > 0 && /^[a-z][a-z0-9+.:-]*:\/\//i.test(value);
  if (!isAddress && isSecretValue(value, secrecy)) return [hidden(value), ...parts];
  return parts;
}

export function looksSecret(key: string, value: string): boolean {
  return secretsOf(key, value).length > 0;
}

function hidden(text: string): HiddenText {
  return { text, shown: masked };
}

function isSecretValue(value: string, secrecy: Secrecy): boolean {
  if (secrecy === 'none') return false;
  if (/^\d+(\.\d+)?$/.test(value)) return secrecy === 'secret' && isRandomNumber(value);
  if (secrecy === 'maybe') return !isReadable(value);
  const isPath = /^\.{0,2}\//.test(value) && isReadable(value);
  return !isWord(value) && !isPath;
}

/** Whether a number is not a limit or a time, which are short or have the same digit many times. */
function isRandomNumber(digits: string): boolean {
  return digits.length >= 8 && new Set(digits).size >= 5;
}

const userInfo = /:\/\/([^\s/?#]*)@/;
/** User info with a password that contains `/`, unless a port comes before the slash. */
const longUserInfo = /:\/\/([^\s/?#:@]*:(?!\d{1,5}[/?#])\S+)@/;

function inUrl(url: string, secrecy: Secrecy): HiddenText[] {
  const match = url.match(userInfo);
  const infos = new Set([match?.[1], url.match(longUserInfo)?.[1]].filter((info) => info !== undefined));
  const found = [...infos].flatMap(inUserInfo);
  if (secrecy === 'none') return found;
  // Addresses of webhooks have their secret in the path or in the query.
  const rest = url.slice(match ? match.index! + match[0].length : url.indexOf('://') + 3);
  const segments = rest.split(/[/?&#=]/).slice(1);
  return [...found, ...segments.filter((segment) => !isReadable(segment)).flatMap(encodings)];
}

function inUserInfo(info: string): HiddenText[] {
  const colon = info.indexOf(':');
  const user = colon < 0 ? info : info.slice(0, colon);
  const password = colon < 0 ? '' : info.slice(colon + 1);
  const found = user !== '' && !isReadable(user) ? encodings(user) : [];
  if (password === '') return found;
  found.push({ text: `${user}:${password}@`, shown: `${user}:${masked}@` });
  return isWord(password) ? found : [...found, ...encodings(password)];
}

/** Finds `password=…` in a query, in a connection string or in a list of settings. */
function inAssignments(value: string): HiddenText[] {
  const assignments = value.matchAll(/(?<![^\s?&;,])([A-Za-z_][\w.-]*)=("[^"]*"|'[^']*'|[^\s&;,"']+)/g);
  return [...assignments].flatMap(([, name, text]) => {
    const bare = text!.replace(/^(["'])(.*)\1$/, '$2');
    return isSecretValue(bare, secrecyOf(name!)) ? encodings(bare) : [];
  });
}

function inJson(value: string): HiddenText[] {
  if (!/^\s*[[{]/.test(value)) return [];
  const found: HiddenText[] = [];
  try {
    JSON.parse(value, (key, part: unknown) => {
      if (typeof part === 'string') found.push(...secretsOf(key, part));
      return part;
    });
  } catch {
    // The value only begins like JSON.
  }
  return found;
}

/** A text as written in a URL, and as a program reads the text. */
function encodings(text: string): HiddenText[] {
  return [...new Set([text, decoded(text)])].map(hidden);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
