import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../settings.ts';
import { EngineError } from '../system/errors.ts';
import { readText } from '../system/files.ts';
import { print } from '../system/output.ts';

const lines = 200;
const linesOfEach = 10;

/** Shows the last lines of one component's log, or of each. */
export async function run(settings: Settings, [wanted]: string[]): Promise<number> {
  const names = available(settings);
  if (wanted && !names.includes(wanted)) {
    throw new EngineError(`There is no log of '${wanted}'`, {
      hint: `choose one of ${names.join(', ') || 'none yet: run scripts/engine/engine up'}`,
    });
  }
  for (const name of wanted ? [wanted] : names) {
    if (!wanted) print(`==> ${name} <==`);
    print(tail(join(settings.paths.logs, `${name}.log`), wanted ? lines : linesOfEach));
  }
  return 0;
}

function available(settings: Settings): string[] {
  try {
    const files = readdirSync(settings.paths.logs);
    return files.filter((file) => file.endsWith('.log')).map((file) => file.slice(0, -'.log'.length));
  } catch {
    return [];
  }
}

function tail(path: string, count: number): string {
  const text = readText(`${path}.1`) + readText(path);
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
