/** A rule, read as tokens: names, texts, operators. Traefik reads rules as expressions of Go. */
const token = /\s*(?:([A-Za-z][A-Za-z0-9]*)|`([^`]*)`|"([^"\\]*)"|(&&|\|\||[!(),]))/y;

type Token = { name: string } | { text: string } | { sign: string };

/** Matchers whose arguments are hosts. */
const hostMatchers = ['host', 'hostheader', 'hostsni'];
const patternMatchers = ['hostregexp', 'hostsniregexp'];

/** The pattern of a wildcard, as the chart writes it. */
const wildcardPattern = /^\^\[\^\.\]\+((?:\\\.[a-z0-9-]+)+)\$$/;

/**
 * Returns the hosts that a rule of Traefik can match, or undefined when a rule may match any host. A rule that cannot
 * be read counts as one for any host.
 */
export function hostsOfRule(rule: string): string[] | undefined {
  const tokens = tokensOf(rule);
  if (!tokens) return undefined;
  const reader = new RuleReader(tokens);
  const hosts = reader.alternatives();
  return reader.isAtEnd() ? hosts : undefined;
}

function tokensOf(rule: string): Token[] | undefined {
  const tokens: Token[] = [];
  const text = rule.trimEnd();
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const found = token.exec(text);
    if (!found) return undefined;
    const [, name, raw, quoted, sign] = found;
    tokens.push(name ? { name } : sign ? { sign } : { text: raw ?? quoted ?? '' });
  }
  return tokens;
}

/** Reads `a && (b || !c)`. Each method returns the hosts that its part limits requests to; undefined for any host. */
class RuleReader {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  isAtEnd(): boolean {
    return this.#next === this.#tokens.length;
  }

  /** One alternative without a limit matches every host. */
  alternatives(): string[] | undefined {
    const parts = this.#separated('||', () => this.#conditions());
    return parts.includes(undefined) ? undefined : parts.flatMap((hosts) => hosts ?? []);
  }

  /** One limited condition limits all of them. */
  #conditions(): string[] | undefined {
    return this.#separated('&&', () => this.#condition()).find((hosts) => hosts !== undefined);
  }

  #separated<T>(sign: string, read: () => T): T[] {
    const parts = [read()];
    while (this.#take(sign)) parts.push(read());
    return parts;
  }

  #condition(): string[] | undefined {
    if (this.#take('!')) {
      this.#condition();
      return undefined;
    }
    if (this.#take('(')) {
      const hosts = this.alternatives();
      return this.#take(')') ? hosts : this.#stop();
    }
    const found = this.#tokens[this.#next];
    if (!found || !('name' in found)) return this.#stop();
    this.#next++;
    return hostsOfMatcher(found.name.toLowerCase(), this.#arguments());
  }

  #arguments(): string[] {
    const texts: string[] = [];
    if (!this.#take('(')) this.#stop();
    while (!this.isAtEnd() && !this.#take(')')) {
      const found = this.#tokens[this.#next];
      if (found && 'text' in found) {
        texts.push(found.text);
        this.#next++;
      } else if (!this.#take(',')) this.#stop();
    }
    return texts;
  }

  #take(sign: string): boolean {
    const found = this.#tokens[this.#next];
    if (!found || !('sign' in found) || found.sign !== sign) return false;
    this.#next++;
    return true;
  }

  /** The rest of the rule cannot be read, so the whole rule counts as one for any host. */
  #stop(): undefined {
    this.#next = Number.POSITIVE_INFINITY;
  }
}

function hostsOfMatcher(name: string, texts: readonly string[]): string[] | undefined {
  if (texts.length === 0) return undefined;
  if (hostMatchers.includes(name)) return [...texts];
  if (!patternMatchers.includes(name)) return undefined;
  const domains = texts.map((text) => text.match(wildcardPattern)?.[1]?.replaceAll('\\.', '.'));
  return domains.includes(undefined) ? undefined : domains.map((domain) => `*${domain}`);
}
