import { execFileSync } from 'node:child_process';
import { runProgram } from './run-program.ts';

/** Starts the engine if necessary, and reads its addresses and paths from `engine env`. */
export async function engineEnvironment(): Promise<Record<string, string>> {
  if ((await runProgram('scripts/engine/engine', ['up'])) !== 0) throw new Error('The engine did not start');
  return readEnvironment();
}

/** Compiles missing programs of the engine without starting the engine. Returns a PATH that contains the programs. */
export async function enginePrograms(names: string[]): Promise<string> {
  if ((await runProgram('scripts/engine/engine', ['build', ...names])) !== 0)
    throw new Error(`${names.join(', ')} could not be compiled`);
  return readEnvironment().PATH!;
}

function readEnvironment(): Record<string, string> {
  const script = 'eval "$(scripts/engine/engine env)" && env -0';
  const text = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
  const pairs = text
    .split('\0')
    .filter(Boolean)
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
  return Object.fromEntries(
    pairs.filter(([key]) => key === 'PATH' || key === 'KUBECONFIG' || key!.startsWith('DOKKU_ENGINE_')),
  );
}
