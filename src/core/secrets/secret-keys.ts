/** Whether the value of a variable is a secret, judged by the name of the variable alone. */
export type Secrecy = 'secret' | 'maybe' | 'none';

const secretWord = /^(SECRETS?|TOKENS?|PASS|PW|PWD|CREDENTIALS?|CREDS?|DSN)$/;
/** Words that are often written together with the word before: `PGPASSWORD`, `MYAPIKEY`, `DBPASS`. */
const secretEnding =
  /((PASSWORD|PASSWD|PASSPHRASE|PASSCODE|SECRET|TOKEN|CREDENTIAL|(API|ACCESS|SECRET|PRIVATE|MASTER|ENCRYPTION|SIGNING)KEY)S?|(DB|SQL|PG|MONGO|REDIS|SMTP|MAIL|FTP|ADMIN|ROOT|USER)(PASS|PWD|PW))$/;
const kindsOfSecretKeys = /^(API|ACCESS|PRIVATE|ENCRYPTION|SIGNING|MASTER|LICENSE|AUTH|SESSION|SSH)$/;
const possiblySecretWord = /^(KEYS?|AUTH|AUTHORIZATION|SALT|PEPPER|SIGNATURE|PRIVATE|JWT|BEARER)$/;
/** Words after which the word before still names the value: `SECRET_KEY_BASE`. */
const trailer = /^(KEYS?|BASE|VALUE|OLD|NEW|)$/;

/**
 * Rates a key by its words, which `_`, `-`, `.` and camel case separate. `AUTH` is a word of `BASIC_AUTH` and not of
 * `AUTHOR`. A secret word before the end of the key names a property of the secret, as in `TOKEN_ISSUER`.
 */
export function secrecyOf(key: string): Secrecy {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .map((word) => word.replace(/\d+$/, ''));
  const isSecretWord = (word: string) => secretWord.test(word) || secretEnding.test(word);
  const end = words.findLastIndex((word) => !trailer.test(word));
  const last = words[end] ?? '';
  const isKey = words.slice(end + 1).some((word) => /^KEYS?$/.test(word));
  if (isSecretWord(last) || (isKey && kindsOfSecretKeys.test(last))) return 'secret';
  return words.some((word) => isSecretWord(word) || possiblySecretWord.test(word)) ? 'maybe' : 'none';
}
