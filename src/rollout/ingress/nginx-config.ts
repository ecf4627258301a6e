/**
 * Returns the blocks of `domains`. ingress-nginx puts each block between `## start server <domain>` and
 * `## end server <domain>`.
 */
export function serverBlocks(config: string, domains: readonly string[]): string[] {
  const wanted = new Set(domains);
  const blocks: string[] = [];
  let block: { domain: string; lines: string[] } | undefined;
  for (const line of config.split('\n')) {
    const start = line.match(/^\s*## start server (\S+)/)?.[1];
    if (start !== undefined && wanted.has(start)) block = { domain: start, lines: [] };
    block?.lines.push(line);
    if (block && line.match(/^\s*## end server (\S+)/)?.[1] === block.domain) {
      blocks.push(unindent(block.lines));
      block = undefined;
    }
  }
  return blocks;
}

function unindent(lines: string[]): string {
  const [indent = ''] = lines[0]!.match(/^\s*/) ?? [];
  return lines.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join('\n');
}
