import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

// Loaded into a command before its own code: the command is killed with all that it started, by itself, as soon as it
// has announced the step `DIE_AT`. Whoever read the announcement from outside would come too late on a busy machine.
const announced = `storage step ${process.env.DIE_AT}\n`;
const { writeSync } = fs;

fs.writeSync = ((...args: Parameters<typeof writeSync>) => {
  const written = writeSync(...args);
  if (String(args[1]).includes(announced)) process.kill(-process.pid, 'SIGKILL');
  return written;
}) as typeof writeSync;
syncBuiltinESMExports();
