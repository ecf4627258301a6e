import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

// This module is loaded into a command before the command's own code. It kills the command and its child processes as
// soon as the command has announced the step `DIE_AT`. A test that reads the announcement from outside would react too
// late on a busy machine.
const announced = `storage step ${process.env.DIE_AT}\n`;
const { writeSync } = fs;

fs.writeSync = ((...args: Parameters<typeof writeSync>) => {
  const written = writeSync(...args);
  if (String(args[1]).includes(announced)) process.kill(-process.pid, 'SIGKILL');
  return written;
}) as typeof writeSync;
syncBuiltinESMExports();
