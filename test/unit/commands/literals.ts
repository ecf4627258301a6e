/** One string of a source file, as its reader sees the string. */
export interface Literal {
  line: number;
  /** The text; each expression in it appears as `${…}` with its source. */
  text: string;
}

/**
 * Returns the strings and templates of a TypeScript file, including those in expressions of templates. Concatenated
 * strings are one literal.
 */
export function literalsOf(source: string): Literal[] {
  const code = source
    // Comments mention commands, too, but no user runs these.
    .replaceAll(/^\s*(?:\*|\/\*|\/\/).*$/gm, '')
    .replaceAll(/['`"] \+(\n\s*)['`"]/g, (_, blank: string) => blank.replaceAll(/[^\n]/g, ''));
  return literalsIn(code, 1);
}

function literalsIn(code: string, firstLine: number): Literal[] {
  const found: Literal[] = [];
  let line = firstLine;
  let counted = 0;
  const lineAt = (at: number) => {
    for (; counted < at; counted++) if (code[counted] === '\n') line++;
    return line;
  };
  for (let at = 0; at < code.length; at++) {
    const quote = code[at]!;
    if (!`'"\``.includes(quote)) continue;
    const end = endOf(code, at);
    if (end === -1) continue;
    const raw = code.slice(at + 1, end);
    found.push({ line: lineAt(at), text: raw.replaceAll('\n', '').replaceAll(/\\(.)/g, '$1') });
    if (quote === '`') {
      for (const { from, to } of expressionsOf(raw))
        found.push(...literalsIn(raw.slice(from, to), lineAt(at + 1 + from)));
    }
    at = end;
  }
  return found;
}

/**
 * Returns the end of the string that begins at `start`; -1 if the quote begins no string, as in a regular expression.
 */
function endOf(code: string, start: number): number {
  const quote = code[start]!;
  for (let at = start + 1; at < code.length; at++) {
    if (code[at] === '\\') at++;
    else if (code[at] === quote) return at;
    else if (quote === '`' && code.startsWith('${', at)) at = endOfExpression(code, at + 2);
  }
  return -1;
}

/** Returns the position of the closing brace of an expression whose source begins at `start`. */
function endOfExpression(code: string, start: number): number {
  let depth = 1;
  for (let at = start; at < code.length; at++) {
    if (`'"\``.includes(code[at]!)) {
      const end = endOf(code, at);
      if (end !== -1) at = end;
    } else if (code[at] === '{') depth++;
    else if (code[at] === '}' && --depth === 0) return at;
  }
  return code.length;
}

/** Returns the expressions of a template: where their source begins and ends. */
export function expressionsOf(template: string): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (let at = template.indexOf('${'); at !== -1; ) {
    const to = endOfExpression(template, at + 2);
    found.push({ from: at + 2, to });
    at = template.indexOf('${', to);
  }
  return found;
}
