/**
 * True when the `# syntax=` line of the Dockerfile names the stable official frontend, which is built into BuildKit: the
 * built-in frontend needs no download and no Docker Hub. A pinned or experimental frontend is downloaded.
 */
export function asksForBuiltInSyntax(dockerfile: string): boolean {
  for (const line of dockerfile.split('\n')) {
    const directive = line.match(/^#\s*([a-z]+)\s*=\s*(.+?)\s*$/i);
    // The first line that is not a directive ends the directives.
    if (!directive) return false;
    if (directive[1]!.toLowerCase() === 'syntax') {
      return /^(docker\.io\/)?docker\/dockerfile(:latest|:1(\.\d+){0,2})?$/.test(directive[2]!);
    }
  }
  return false;
}
