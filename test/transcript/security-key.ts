import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { readFields, writeFields } from '../../src/access/wire-format.ts';

type Kind = 'sk-ssh-ed25519@openssh.com' | 'sk-ecdsa-sha2-nistp256@openssh.com';

interface TokenOptions {
  application?: string;
  /** Whether the user touches the token when it blinks. */
  touched?: boolean;
}

/**
 * A software implementation of a hardware token, with the signatures of a real authenticator. Source: OpenSSH,
 * PROTOCOL.u2f.
 */
export class SecurityKey {
  readonly blob: Buffer;
  touched: boolean;
  /** The application in the signed data. A token of another application signs different data. */
  application: string;
  readonly #kind: Kind;
  readonly #privateKey: KeyObject;
  #counter = 0;

  constructor(kind: Kind, { application = 'ssh:', touched = true }: TokenOptions = {}) {
    this.#kind = kind;
    this.touched = touched;
    this.application = application;
    const isEd25519 = kind === 'sk-ssh-ed25519@openssh.com';
    const { publicKey, privateKey } = isEd25519
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#privateKey = privateKey;
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const point = [x, y].map((number) => Buffer.from(number, 'base64url'));
    const fields = isEd25519 ? [point[0]!] : ['nistp256', Buffer.concat([Buffer.from([4]), ...point])];
    this.blob = writeFields(kind, ...fields, application);
  }

  /** The line of its `.pub` file. */
  get line(): string {
    return `${this.#kind} ${this.blob.toString('base64')} token@test`;
  }

  sign(data: Buffer): Buffer {
    const trailer = Buffer.alloc(5);
    trailer[0] = this.touched ? 1 : 0;
    trailer.writeUInt32BE(++this.#counter, 1);
    const signed = Buffer.concat([sha256(this.application), trailer, sha256(data)]);
    return Buffer.concat([writeFields(this.#kind, this.#signature(signed)), trailer]);
  }

  #signature(signed: Buffer): Buffer {
    if (this.#privateKey.asymmetricKeyType === 'ed25519') return sign(null, signed, this.#privateKey);
    const numbers = sign('sha256', signed, { key: this.#privateKey, dsaEncoding: 'ieee-p1363' });
    return writeFields(mpint(numbers.subarray(0, 32)), mpint(numbers.subarray(32)));
  }
}

/** RFC 4251, `mpint`: no leading zero bytes, except one before a first bit that would be read as the sign. */
function mpint(number: Buffer): Buffer {
  const digits = number.subarray(number.findIndex((byte) => byte !== 0));
  return digits[0]! & 0x80 ? Buffer.concat([Buffer.alloc(1), digits]) : digits;
}

function sha256(data: string | Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}

/** Starts an ssh-agent with these tokens; source: draft-ietf-sshm-ssh-agent. */
export function startAgent(socketPath: string, tokens: readonly SecurityKey[]): Server {
  return createServer((client) => serveAgent(client, tokens)).listen(socketPath);
}

const message = { failure: 5, requestIdentities: 11, identities: 12, signRequest: 13, signResponse: 14 };

function serveAgent(client: Socket, tokens: readonly SecurityKey[]): void {
  let received = Buffer.alloc(0);
  client.on('error', () => {});
  client.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 4 && received.length >= 4 + received.readUInt32BE(0)) {
      const end = 4 + received.readUInt32BE(0);
      client.write(writeFields(answer(received.subarray(4, end), tokens)));
      received = received.subarray(end);
    }
  });
}

function answer(request: Buffer, tokens: readonly SecurityKey[]): Buffer {
  if (request[0] === message.requestIdentities) {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(tokens.length);
    const identities = tokens.map(({ blob }) => writeFields(blob, 'token@test'));
    return Buffer.concat([Buffer.from([message.identities]), count, ...identities]);
  }
  if (request[0] === message.signRequest) {
    // The four bytes of flags follow the two strings.
    const [blob, data] = readFields(request.subarray(1, -4)) ?? [];
    const token = tokens.find((each) => blob && each.blob.equals(blob));
    if (token && data)
      return Buffer.concat([Buffer.from([message.signResponse]), writeFields(token.sign(data))]);
  }
  return Buffer.from([message.failure]);
}
