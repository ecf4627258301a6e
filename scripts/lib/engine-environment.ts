import { execFileSync } from 'node:child_process';
import { runProgram } from './run-program.ts';

/** Brings the engine up, which costs nothing when it is, and reads where everything is from `engine env`. */
export async function engineEnvironment(): Promise<Record<string, string>> {
  if ((await runProgram('scripts/engine/engine', ['up'])) !== 0) throw new Error('The engine did not start');
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
