import { EngineError } from '../system/errors.ts';

export function needsRoot(): void {
  if (process.getuid?.() === 0) return;
  throw new EngineError(
    'the engine makes network interfaces, mounts and containers, for which it must be root',
    {
      hint: 'run it with sudo',
    },
  );
}
