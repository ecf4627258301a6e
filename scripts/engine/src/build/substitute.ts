import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { run } from '../system/run.ts';
import type { Program, Substitute } from './program.ts';

interface Place {
  /** The folder of the program's go.mod. */
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/**
 * Copies the modules of which folders are left out to `target`, puts our folders in, and writes a go.mod that names the
 * copies. Go itself can replace a whole module only.
 * @returns the arguments for `go build`
 */
export async function substitute(wanted: Program, target: string, place: Place): Promise<string[]> {
  const { substitutes = [] } = wanted;
  if (substitutes.length === 0) return [];
  const replaced: string[] = [];
  for (const [index, one] of substitutes.entries()) {
    const copy = join(target, String(index));
    await copyModule(one, copy, place);
    replaced.push(`replace ${one.module} => ${copy}`);
  }
  for (const file of ['go.mod', 'go.sum']) cpSync(join(place.cwd, file), join(target, file));
  const modfile = join(target, 'go.mod');
  writeFileSync(modfile, [readFileSync(modfile, 'utf8'), ...replaced, ''].join('\n'));
  return ['-modfile', modfile];
}

async function copyModule(
  { module, folder, by }: Substitute,
  copy: string,
  { cwd, env }: Place,
): Promise<void> {
  const found = await run('go', ['mod', 'download', '-json', module], { cwd, env });
  const { Dir: source }: { Dir: string } = JSON.parse(found);
  const isLeftOut = (path: string) => {
    const inside = relative(source, path);
    return inside === folder || inside.startsWith(folder + sep);
  };
  mkdirSync(copy, { recursive: true });
  cpSync(source, copy, { recursive: true, filter: (path) => !isLeftOut(path) });
  // Files of the module cache are read-only, and so are the copied folders.
  await run('chmod', ['-R', 'u+w', copy]);
  cpSync(join(cwd, by), join(copy, folder), { recursive: true });
}
