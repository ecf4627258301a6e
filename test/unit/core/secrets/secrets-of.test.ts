import { expect } from 'chai';
import fc from 'fast-check';
import { Redactor } from '../../../../src/core/redact.ts';
import { secretsOf } from '../../../../src/core/secrets/secrets-of.ts';

/** Returns a text as the output shows the text when the variable is set. */
function shown(key: string, value: string, text = value): string {
  const redactor = new Redactor();
  redactor.registerVariables({ [key]: value });
  return redactor.redact(text);
}

const hex = '5f2b9c1de07a4866b3d1c9e2';

describe('the secrets of a variable', () => {
  const wholly: [string, string][] = [
    ['API_TOKEN', 'abcdef12'],
    ['API_KEY', hex],
    ['STRIPE_KEY', 'sk_live_51HxyzAbCdEfGh'],
    ['DB_PASSWORD', 'hunter2hunter2'],
    ['PGPASSWORD', 'Tr0ub4dor'],
    ['DBPASS', 'Tr0ub4dor'],
    ['mysqlPwd2', 'Tr0ub4dor'],
    ['MINIO_ACCESSKEY', 'minio-4dm1n'],
    ['STRIPE_SECRETKEY', hex],
    ['SMTP_PASS', 'correct horse battery staple'],
    ['SECRET_KEY_BASE', hex],
    ['RAILS_MASTER_KEY', hex],
    ['NEXTAUTH_SECRET', 'iK3+/mZs9Q=='],
    ['githubToken', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
    ['AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE'],
    ['SMS_PIN_SECRET', '48151623'],
    ['TOKEN2', 'x9!kkkkk'],
    ['ANYTHING', '-----BEGIN RSA PRIVATE KEY-----\nMIIBVgIBADAN\n-----END RSA PRIVATE KEY-----'],
    ['MYSQL_DSN', 'root:hunter22@tcp(db:3306)/app'],
  ];
  for (const [key, value] of wholly)
    it(`are the whole value of ${key}`, () => expect(shown(key, value)).to.equal('*******'));

  const readable: [string, string][] = [
    ['NEXTAUTH_URL', 'http://app.example'],
    ['AUTH_URL', 'https://login.example.com/oauth/authorize'],
    ['AUTHOR', 'someone'],
    ['AUTHORS_FILE', '/app/authors.txt'],
    ['SECRETARY', 'Margaret'],
    ['TOKENIZERS_PARALLELISM', 'disabled'],
    ['MONKEY', 'business-as-usual-42'],
    ['COMPASS', 'north-4-by-west2'],
    ['BYPASS_RULE', 'north-4-by-west2'],
    ['PWD', '/usr/src/app'],
    ['KEYCLOAK_REALM', 'production-users'],
    ['PASSWORD', 'postgres'],
    ['PRIVATE_KEY_PATH', '/run/secrets/server.key'],
    ['GOOGLE_APPLICATION_CREDENTIALS', '/app/config/credentials.json'],
    ['SECRET_NAME', 'shop-database'],
    ['TOKEN_ISSUER', 'auth.example.com'],
    ['TOKEN_TTL', '86400000'],
    ['MAX_TOKENS', '1000000'],
    ['SECRET_MODE', 'true'],
    ['JWT_ALGORITHM', 'RS256-legacy'],
    ['DATABASE_URL', 'postgres://db/application'],
    ['REPOSITORY', 'ssh://git@git.example.com:22/shop/shop.git'],
    ['NODE_ENV', 'production'],
    ['GREETING', 'hello world'],
    ['CHECKSUM', hex],
  ];
  for (const [key, value] of readable)
    it(`do not include ${key}=${value}`, () => expect(shown(key, value)).to.equal(value));

  const partly: [string, string, string][] = [
    ['DATABASE_URL', 'postgres://user:pass@db/app', 'postgres://user:*******@db/app'],
    ['DATABASE_URL', 'postgres://postgres:postgres@db/app', 'postgres://postgres:*******@db/app'],
    ['REDIS_URL', 'redis://:p@ss/w0rd!@cache:6379/0', 'redis://:*******@cache:6379/0'],
    ['BROKERS', 'amqp://a:hunter22@one,amqp://b:hunter33@two', 'amqp://a:*******@one,amqp://b:*******@two'],
    ['SENTRY_DSN', `https://${hex}@o1.ingest.example.com/42`, 'https://*******@o1.ingest.example.com/42'],
    [
      'HOOK_SECRET_URL',
      `https://hooks.example.com/services/${hex}`,
      'https://hooks.example.com/services/*******',
    ],
    [
      'JDBC_URL',
      `jdbc:mysql://db/app?user=root&password=${hex}`,
      'jdbc:mysql://db/app?user=root&password=*******',
    ],
    ['CONNECTION', "host=db user=root password='hunt er22'", "host=db user=root password='*******'"],
    ['VCAP', `{"db":{"name":"shop","password":"${hex}"}}`, '{"db":{"name":"shop","password":"*******"}}'],
  ];
  for (const [key, value, expected] of partly)
    it(`are parts of ${key}=${value}`, () => expect(shown(key, value)).to.equal(expected));

  it('hide the password of a URL also where the password stands alone, and decoded', () => {
    const url = 'postgres://user:hunter%2F22@db/app';
    expect(shown('DATABASE_URL', url, 'hunter%2F22 hunter/22 user db')).to.equal('******* ******* user db');
  });

  it('are hidden when the whole value is printed in base64', () => {
    const url = 'postgres://user:hunter22@db/app';
    const base64 = Buffer.from(url).toString('base64');
    expect(shown('DATABASE_URL', url, `data: ${base64}`)).to.equal('data: *******');
    const plain = Buffer.from('http://db/app').toString('base64');
    expect(shown('DATABASE_URL', 'http://db/app', plain)).to.equal(plain);
  });

  it('may contain each other, and have several lines', () => {
    const redactor = new Redactor();
    redactor.registerVariables({
      API_TOKEN: 'inner-4242',
      DB_PASSWORD: 'outer-inner-4242-end',
      CREDENTIALS: 'line-one-77\r\nline-two-88\r\n',
    });
    const text = 'outer-inner-4242-end inner-4242 line-two-88 {"a":"line-one-77\\r\\nline-two-88"}';
    expect(redactor.redact(text)).to.equal('******* ******* ******* {"a":"*******\\r\\n*******"}');
  });

  it('leave the lines of a key that are words', () => {
    const value = '-----BEGIN PRIVATE KEY-----\nMIIBVgIBADAN\n-----END PRIVATE KEY-----';
    expect(shown('TLS_KEY', value, 'use a -----BEGIN PRIVATE KEY-----')).to.equal(
      'use a -----BEGIN PRIVATE KEY-----',
    );
    expect(shown('TLS_KEY', value, 'MIIBVgIBADAN')).to.equal('*******');
  });

  const secretKey = fc
    .tuple(
      fc.constantFrom('', 'DB_', 'my-', 'stripe.', 'NEXTAUTH_', 'X'),
      fc.constantFrom(
        'SECRET',
        'TOKEN',
        'PASSWORD',
        'PASSPHRASE',
        'API_KEY',
        'SECRET_KEY_BASE',
        'credentials',
      ),
    )
    .map((parts) => parts.join(''));
  const bytes = (min: number) =>
    fc.uint8Array({ minLength: min, maxLength: 64 }).map((list) => Buffer.from(list));
  const random = fc.oneof(
    bytes(16).map((list) => list.toString('base64')),
    bytes(16).map((list) => list.toString('base64url')),
    bytes(12).map((list) => list.toString('hex')),
    fc.uuid(),
    fc.stringMatching(/^[a-z]{13,40}$/),
    fc.stringMatching(/^[A-Za-z0-9]{16,40}$/).filter((text) => /[a-z]/.test(text) && /\d/.test(text)),
  );
  const words = fc.constantFrom(
    'production',
    'postgres',
    'someone',
    'Frankfurt',
    'DISABLED',
    'password',
    'changeme',
  );

  it('include every random value under a secret key', () => {
    // Buffers of equal bytes are not random.
    const isRandom = (value: string) => new Set(value).size >= 8;
    fc.assert(
      fc.property(secretKey, random.filter(isRandom), (key, value) => {
        const line = `the app printed ${value} and stopped`;
        return !shown(key, value, line).includes(value);
      }),
      { numRuns: 1000 },
    );
  });

  it('include the random password of every URL, under any key', () => {
    const key = fc.stringMatching(/^[A-Z][A-Z_]{0,20}$/);
    const password = fc
      .stringMatching(/^[A-Za-z0-9_.~-]{16,40}$/)
      .filter((text) => /[A-Z]/.test(text) && /\d/.test(text));
    fc.assert(
      fc.property(key, password, (name, value) => {
        const output = shown(
          name,
          `postgres://shop:${value}@db.example.com:5432/shop`,
          `${value} db.example.com`,
        );
        return output === '******* db.example.com';
      }),
    );
  });

  it('never include words and addresses of the app', () => {
    const key = fc.oneof(secretKey, fc.constantFrom('AUTHOR', 'NEXTAUTH_URL', 'KEYBOARD', 'AUTH_PROVIDER'));
    fc.assert(fc.property(key, words, (name, word) => secretsOf(name, word).length === 0));
    fc.assert(
      fc.property(key, words, (name, word) => {
        const url = `https://${word.toLowerCase()}.example.com/login`;
        return secretsOf(name, url).length === 0;
      }),
    );
  });
});
