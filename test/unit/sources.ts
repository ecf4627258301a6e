import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const project = join(import.meta.dirname, '..', '..');

export interface Import {
  /** The imported file as a path in the project, or the name of a package. */
  target: string;
  /** Whether the target is a file of the project. */
  own: boolean;
  typeOnly: boolean;
}

/** A TypeScript file and its imports. */
export interface Source {
  /** Path in the project. */
  path: string;
  text: string;
  imports: Import[];
}

/** Reads the TypeScript files of the folders, without fixtures. */
export function readSources(...folders: string[]): Source[] {
  return folders
    .flatMap((folder) => globSync(`${folder}/**/*.{ts,cjs}`, { cwd: project }))
    .filter((path) => !path.startsWith('test/fixtures/') && !path.startsWith('test/golden/cases/'))
    .sort()
    .map((path) => {
      const text = readFileSync(join(project, path), 'utf8');
      return { path, text, imports: importsOf(path, text) };
    });
}

/**
 * Returns static and dynamic imports and exports. Statements in comments count, too, which has caused no problem so
 * far.
 */
export function importsOf(path: string, text: string): Import[] {
  const statement =
    /^(?:import|export)\s(?<clause>[^'";]*?from\s)?'(?<static>[^']+)'|import\('(?<dynamic>[^']+)'\)/gm;
  return [...text.matchAll(statement)].map(({ groups }) => {
    const name = groups!.static ?? groups!.dynamic!;
    const own = name.startsWith('.');
    return {
      target: own ? normalize(join(dirname(path), name)) : name,
      own,
      typeOnly: /^type\s/.test(groups!.clause ?? ''),
    };
  });
}

/** Whether the path is the place itself, or inside the place if that is a folder. */
export function isIn(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}
