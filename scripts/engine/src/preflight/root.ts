import { EngineError } from '../system/errors.ts';

export function needsRoot(): void {
  if (process.getuid?.() === 0) return;
  throw new EngineError('The engine must be root: it creates network interfaces, mounts and containers', {
    hint: 'run it with sudo',
  });
}
