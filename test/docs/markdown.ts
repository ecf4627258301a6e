/** One step that a page asks its reader to do. */
export type Step =
  /** A `console` block: commands after `$ `, each with the output that the page shows. */
  | { kind: 'console'; line: number; fails: boolean; commands: { text: string; output: string[] }[] }
  /** A block with a file name after its language: its content is written to that file. */
  | { kind: 'file'; line: number; name: string; content: string }
  /** `<!-- run: … -->`: a command for the test only, hidden from the reader. */
  | { kind: 'hidden'; line: number; text: string };

export interface Fence {
  /** Line number of the block's first content line; the first line is 1. */
  line: number;
  language: string;
  /** The text after the language. */
  info: string;
  lines: string[];
}

export function fencesOf(markdown: string): Fence[] {
  const fences: Fence[] = [];
  let open: Fence | undefined;
  for (const [index, text] of markdown.split('\n').entries()) {
    const mark = text.match(/^```(\S*)\s*(.*)$/);
    if (!mark) open?.lines.push(text);
    else if (open) {
      fences.push(open);
      open = undefined;
    } else open = { line: index + 2, language: mark[1]!, info: mark[2]!, lines: [] };
  }
  if (open) throw new Error(`The block that begins in line ${open.line - 1} has no end`);
  return fences;
}

/** Returns all steps of a page that a test can run, in order. `sh` blocks cannot run everywhere and are left out. */
export function stepsOf(markdown: string): Step[] {
  const hidden = markdown.split('\n').flatMap((text, index): Step[] => {
    const command = text.match(/^<!-- run: (.+) -->$/)?.[1];
    return command === undefined ? [] : [{ kind: 'hidden', line: index + 1, text: command }];
  });
  const shown = fencesOf(markdown).flatMap(({ line, language, info, lines }): Step[] => {
    if (language === 'console')
      return [{ kind: 'console', line, fails: info === 'fails', commands: commandsOf(lines) }];
    return info === '' ? [] : [{ kind: 'file', line, name: info, content: `${lines.join('\n')}\n` }];
  });
  return [...hidden, ...shown].sort((a, b) => a.line - b.line);
}

/** Returns the names in `<!-- needs: … -->`: what the examples of a page require. */
export function needsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^<!-- needs: (\S+) -->$/gm)].map(([, need]) => need!);
}

function commandsOf(lines: string[]): { text: string; output: string[] }[] {
  const commands: { text: string; output: string[] }[] = [];
  for (const line of lines) {
    if (line.startsWith('$ ')) commands.push({ text: line.slice(2), output: [] });
    else if (commands.length === 0) throw new Error(`A console block begins with "$ ", not with: ${line}`);
    else commands.at(-1)!.output.push(line);
  }
  return commands;
}
