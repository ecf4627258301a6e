import { Failure } from '../core/failure.ts';
import { Output } from '../core/output.ts';
import { printFailure } from '../core/print-failure.ts';

/** Bytes kept of what Git prints, for the explanation. */
const keptBytes = 8192;

/**
 * Adds our explanation to the output of `git receive-pack` when Git itself refuses the pushed objects. Git runs no hook
 * then, and the pusher would read "unpacker error" alone. The explanation comes before Git's report, so that the client
 * prints it like the output of a hook. Source: gitprotocol-pack(5), "Report Status" and "side-band".
 */
export class RefusalExplainer {
  #pending = Buffer.alloc(0);
  /** The list of refs so far. In pieces, a client that ends at its first line would break ssh, which drops our hint. */
  #refs: Buffer[] = [];
  /** What Git has printed for the pusher. */
  #printed = '';
  #isProtocol = true;
  #hasListedRefs = false;
  /** Git has sent something after its list of refs. */
  hasAnswered = false;

  /** The bytes to send on. A packet is sent on when it is complete, the list of refs at its end. */
  push(chunk: Uint8Array): Buffer {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    const complete: Buffer[] = [];
    while (this.#isProtocol && this.#pending.length >= 4) {
      const length = lengthOf(this.#pending);
      if (length === undefined) this.#isProtocol = false;
      else if (this.#pending.length < length) break;
      else {
        const packet = this.#pending.subarray(0, length);
        this.#pending = this.#pending.subarray(length);
        if (this.#hasListedRefs) this.hasAnswered = true;
        else if (length === 4) this.#hasListedRefs = true;
        const isRef = !this.#hasListedRefs && packet[4]! > bands.error;
        if (isRef) this.#refs.push(packet);
        else complete.push(...this.#refs.splice(0), ...this.#before(packet), packet);
      }
    }
    return Buffer.concat(this.#isProtocol ? complete : [...complete, this.end()]);
  }

  /** The rest, when Git has ended. */
  end(): Buffer {
    const rest = Buffer.concat([...this.#refs.splice(0), this.#pending]);
    this.#pending = Buffer.alloc(0);
    return rest;
  }

  #before(packet: Buffer): Buffer[] {
    const band = packet[4];
    if (band === bands.progress)
      this.#printed = (this.#printed + packet.toString('utf8', 5)).slice(-keptBytes);
    if (band !== bands.data) return [];
    const [, status] = /^[0-9a-f]{4}unpack (.*)\n/.exec(packet.toString('latin1', 5, 1000)) ?? [];
    return status === undefined || status === 'ok' ? [] : [progress(print(explain(status, this.#printed)))];
  }
}

/** The first byte of a packet of the side-band. */
const bands = { data: 1, progress: 2, error: 3 };

/** The length of the packet that begins here; undefined when these bytes begin no packet. */
function lengthOf(bytes: Buffer): number | undefined {
  const digits = bytes.toString('latin1', 0, 4);
  if (!/^[0-9a-f]{4}$/.test(digits)) return undefined;
  // Lengths below 4 are markers without content.
  return Math.max(Number.parseInt(digits, 16), 4);
}

function progress(text: string): Buffer {
  const content = Buffer.concat([Buffer.of(bands.progress), Buffer.from(text)]);
  return Buffer.concat([Buffer.from((content.length + 4).toString(16).padStart(4, '0')), content]);
}

function print(failure: Failure): string {
  let text = '';
  const sink = {
    write: (lines: string) => {
      text += lines;
    },
  };
  printFailure(new Output({ stdout: sink, stderr: sink }), failure);
  return text;
}

/** A client of another object format ends the push when it has read the list of refs. The server cannot see the reason. */
export function nothingPushed(app: string): Failure {
  return new Failure('The client closed the connection before it sent a push', {
    code: 'git.nothing-pushed',
    exitStatus: 128,
    hint: `If "git rev-parse --show-object-format" prints sha256 in your repository, run this before the first push: dokku git:initialize --object-format sha256 ${app}`,
  });
}

/** Explains why Git did not take the pushed objects, from what it printed. */
export function explain(status: string, printed: string): Failure {
  const faults = [...printed.matchAll(/^error: object ([0-9a-f]+): (\w+): (.*)$/gm)];
  const [, id] = faults[0] ?? [];
  if (id) {
    return new Failure(
      'The pushed history has an object that Git refuses, so nothing was stored or deployed',
      {
        code: 'git.refused-object',
        details: faults.map(([, object, fault, text]) => `${object}: ${text} (${fault})`),
        hint: [
          `Show the object: git cat-file -p ${id} · find its commits: git log --all --oneline -t --find-object=${id}`,
          'Remove the object from the history, for example with git filter-repo, and push again',
          'If only old commits have it, push the current files without history: git push <remote> $(git commit-tree -m Deploy HEAD^{tree}):refs/heads/main',
        ],
      },
    );
  }
  const reason = printed.match(/^(?:fatal|error): .*$/gm) ?? [status];
  const failed = (message: string, code: string, hint: string) =>
    new Failure(message, { code, details: reason.slice(-5), hint });
  if (/maximum allowed size/.test(printed)) {
    return failed(
      'The push is larger than the server accepts, so nothing was stored or deployed',
      'git.push-too-large',
      'Remove large files from the history, or ask the administrator to raise receive.maxInputSize of the repository',
    );
  }
  if (/No space left on device|disk quota exceeded/i.test(printed)) {
    return failed(
      'The server has no space for the pushed objects, so nothing was stored or deployed',
      'git.no-space',
      'Ask the administrator to free space on the server, then push again',
    );
  }
  return failed(
    'Git could not store the pushed objects, so nothing was deployed',
    'git.unpack',
    'Check your clone with git fsck --full, then push again',
  );
}
