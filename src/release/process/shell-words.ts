import { variableName } from '../../core/names.ts';

/** Looks up a variable. An `inline` value can be written into the manifest, a `secret` value must not. */
export type Lookup = (name: string) => { value: string; inline?: boolean; secret?: boolean } | undefined;

export type Words =
  | { words: string[] }
  /** `needsShell`: the command is correct for a shell. */
  | { problem: string; needsShell: boolean };

const plainVariable = new RegExp(`^\\$(${variableName})`);
const bracedVariable = new RegExp(`^\\$\\{(${variableName})(?:(:?[-+])([^{}]*))?\\}`);
/** `NAME=` at the beginning of a command, which only a shell reads as an assignment. */
const assignment = new RegExp(`^\\s*(${variableName}=)`);
/** Words at the beginning of a command that exist only inside a shell. */
const builtin =
  /^\s*(\.|:|!|\{|cd|eval|exec|export|set|source|trap|ulimit|umask|unset|if|for|while|until|case)(?=\s|$)/;
/** The notation of Kubernetes. A shell would run a command of this name. */
const kubernetesVariable = new RegExp(`^\\$\\((${variableName})\\)`);
const operators = new Set([';', '&', '|', '<', '>', '(', ')', '`', '\n']);

/**
 * Splits a command into words for a container's `args`, as a shell would. Variables become `$(NAME)`, which the kubelet
 * replaces, so that their values stay out of the manifest. Only inline values, empty values and values that a shell
 * would split into several words are replaced here.
 */
export function splitShellWords(command: string, lookup: Lookup): Words {
  const start = command.match(assignment) ?? command.match(builtin);
  if (start) return { problem: `begins with the shell syntax "${start[1]}"`, needsShell: true };
  try {
    const splitter = new Splitter(lookup);
    splitter.read(command, false);
    return { words: splitter.end() };
  } catch (error) {
    if (error instanceof Problem) return { problem: error.message, needsShell: error.needsShell };
    throw error;
  }
}

/** Escapes a word for the kubelet, which would replace `$(NAME)` and halve `$$`. */
export function escapeWord(word: string): string {
  return word.replace(/\$(?=[$(]|$)/g, '$$$$');
}

class Problem extends Error {
  readonly needsShell: boolean;

  constructor(message: string, { needsShell = true } = {}) {
    super(message);
    this.needsShell = needsShell;
  }
}

class Splitter {
  readonly #lookup: Lookup;
  readonly #words: string[] = [];
  /** The current word; undefined between two words. */
  #word: string | undefined;
  /** Whether the current word has an unquoted character that a shell matches with names of files. */
  #isPattern = false;

  constructor(lookup: Lookup) {
    this.#lookup = lookup;
  }

  end(): string[] {
    this.#finish();
    return this.#words;
  }

  read(text: string, quoted: boolean): void {
    for (let at = 0; at < text.length; ) {
      const char = text[at]!;
      if (char === '$') at = this.#variable(text, at, quoted);
      else if (char === '\\') at = this.#escape(text, at, quoted);
      else if (!quoted && (char === "'" || char === '"')) at = this.#quotes(text, at, char);
      else if (!quoted && /[ \t\r]/.test(char)) {
        this.#finish();
        at++;
      } else if (char === '`' || (!quoted && operators.has(char))) {
        throw new Problem(`contains the shell operator "${char === '\n' ? '\\n' : char}"`);
      } else {
        if (!quoted) this.#checkUnquoted(text.slice(at, at + 100));
        this.#add(char);
        at++;
      }
    }
  }

  #checkUnquoted(rest: string): void {
    const isFirst = this.#word === undefined;
    if (isFirst && rest.startsWith('#')) throw new Problem('contains the shell comment "#"');
    if (isFirst && /^~(\/|\s|$)/.test(rest)) throw new Problem('contains the home folder of a shell "~"');
    // `[::]:80` is an address.
    if (/^([*?]|\[[^\]\s:/]+\])/.test(rest)) this.#isPattern = true;
  }

  #quotes(text: string, start: number, quote: string): number {
    let end = start + 1;
    while (end < text.length && text[end] !== quote) end += quote === '"' && text[end] === '\\' ? 2 : 1;
    if (end >= text.length)
      throw new Problem(`has an opening ${quote} without a closing one`, { needsShell: false });
    this.#word ??= '';
    const inner = text.slice(start + 1, end);
    if (quote === '"') this.read(inner, true);
    else this.#add(inner);
    return end + 1;
  }

  #escape(text: string, at: number, quoted: boolean): number {
    const next = text[at + 1];
    if (next === undefined) throw new Problem('ends with a backslash', { needsShell: false });
    this.#add(quoted && !'"\\$`'.includes(next) ? `\\${next}` : next);
    return at + 2;
  }

  #variable(text: string, at: number, quoted: boolean): number {
    const kubernetes = text.slice(at).match(kubernetesVariable);
    if (kubernetes && this.#lookup(kubernetes[1]!)) {
      this.#insert(kubernetes[1]!, true);
      return at + kubernetes[0].length;
    }
    if (text[at + 1] === '(') throw new Problem('contains the shell operator "$("');
    const plain = text.slice(at).match(plainVariable);
    if (plain) {
      this.#insert(plain[1]!, quoted);
      return at + plain[0].length;
    }
    if (text[at + 1] !== '{') {
      this.#add('$');
      return at + 1;
    }
    const braced = text.slice(at).match(bracedVariable);
    if (!braced) throw new Problem(`contains "\${" in a form that only a shell understands`);
    const [whole, name, operator, alternative] = braced as unknown as [string, string, string?, string?];
    const set = this.#lookup(name);
    const present = operator?.startsWith(':') ? !!set?.value : set !== undefined;
    if (operator?.endsWith('-') && !present) this.read(alternative!, quoted);
    else if (operator?.endsWith('+')) {
      if (present) this.read(alternative!, quoted);
    } else this.#insert(name, quoted);
    return at + whole.length;
  }

  #insert(name: string, quoted: boolean): void {
    const variable = this.#lookup(name);
    if (!variable?.value) return;
    const { value, inline, secret } = variable;
    if (!quoted && /\s/.test(value)) {
      if (secret)
        throw new Problem(`splits $${name} into words, and it looks like a secret: quote it as "$${name}"`, {
          needsShell: false,
        });
      this.#spread(value);
    } else if (inline) this.#add(value);
    else this.#word = `${this.#word ?? ''}$(${name})`;
  }

  /** Splits an unquoted value into words. The first and the last part join the text before and after the variable. */
  #spread(value: string): void {
    for (const [index, part] of value.split(/\s+/).entries()) {
      if (index > 0) this.#finish();
      if (part !== '') this.#add(part);
    }
  }

  #add(literal: string): void {
    this.#word = (this.#word ?? '') + literal.replaceAll('$', '$$$$');
  }

  #finish(): void {
    const word = this.#word;
    // No file has the name of an option or of a URL, so a shell passes such a word on unchanged.
    if (word !== undefined && this.#isPattern && !/^-|:\/\//.test(word))
      throw new Problem(`contains the shell pattern "${word.replaceAll('$$', '$')}"`);
    if (word !== undefined) this.#words.push(word);
    this.#word = undefined;
    this.#isPattern = false;
  }
}
