import { fencesOf } from '../../docs/markdown.ts';

/** A dokku command that a page mentions, split into words. */
export interface Mention {
  line: number;
  text: string;
  words: string[];
  /** Whether the command is in running text, where arguments may be omitted. */
  inText: boolean;
}

/** Returns every `dokku …` command of a page: in shell blocks, after pipes, over SSH, and as code in running text. */
export function mentionsOf(markdown: string, topics: readonly string[]): Mention[] {
  const fences = fencesOf(markdown);
  const blocks = fences
    .filter(({ language }) => ['sh', 'console'].includes(language))
    .flatMap(({ language, line, lines }) =>
      lines.flatMap((text, index) => {
        if (language === 'console' && !text.startsWith('$ ')) return [];
        return commandsIn(text).map((words) => ({ line: line + index, text, words, inText: false }));
      }),
    );
  const fenced = new Set(fences.flatMap(({ line, lines }) => lines.map((_, index) => line + index)));
  const spans = markdown.split('\n').flatMap((text, index) => {
    if (fenced.has(index + 1)) return [];
    return [...text.matchAll(/`([^`]+)`/g)].flatMap(([, code]) => {
      const topic = code!.match(/^([a-z][a-z0-9-]*):[a-z]/)?.[1];
      const whole = topic !== undefined && topics.includes(topic) ? `dokku ${code}` : code!;
      return commandsIn(whole).map((words) => ({ line: index + 1, text: code!, words, inText: true }));
    });
  });
  return [...blocks, ...spans];
}

/** `$ echo x | ssh -p 3022 dokku@host apps:list --format json > file` → `apps:list --format json` */
function commandsIn(line: string): string[][] {
  return line
    .replace(/^\$ /, '')
    .replace(/(^| )#.*$/, '')
    .replaceAll(/\bsudo (-u \S+ )?/g, '')
    .split(/\|\||&&|\||;|·/)
    .flatMap((part) => {
      const words = wordsOf(part);
      const start = words.findIndex((word) => /(^|\/)dokku$|^dokku@[\w.<>-]+$/.test(word));
      if (start === -1 || (start > 0 && !/^(ssh|exec|watch)$|=/.test(words[0]!))) return [];
      const own = words.slice(start + 1).filter((word, index) => !(index === 0 && word === '--'));
      // The server splits what ssh receives as one word.
      const command = own.length === 1 && words[0] === 'ssh' ? wordsOf(own[0]!) : own;
      return command.length === 0 || command[0] === '…' ? [] : [command.filter((word) => word !== '…')];
    });
}

/** Returns the words of a shell line up to a redirection; `<app>` is a word. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [token] of text.matchAll(/(?:<[a-z][^>\s]*>|'[^']*'|"[^"]*"|[^\s'"<>])+|[<>]+/g)) {
    if (/^[<>]+$/.test(token)) break;
    words.push(token.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2'));
  }
  return words;
}
