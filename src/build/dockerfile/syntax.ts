/**
 * True when the Dockerfile's `# syntax=` line names the stable official frontend, which BuildKit carries itself:
 * using that saves a download and works without Docker Hub. A pinned or experimental one is fetched as asked.
 */
export function asksForBuiltInSyntax(dockerfile: string): boolean {
  for (const line of dockerfile.split('\n')) {
    const directive = line.match(/^#\s*([a-z]+)\s*=\s*(.+?)\s*$/i);
    // Directives end at the first other line.
    if (!directive) return false;
    if (directive[1]!.toLowerCase() === 'syntax') {
      return /^(docker\.io\/)?docker\/dockerfile(:latest|:1(\.\d+){0,2})?$/.test(directive[2]!);
    }
  }
  return false;
}
