import { Failure } from './failure.ts';

const reasons: Record<string, string> = {
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file has reached its maximum size',
};

/** Why output could not be written although its reader is still there. */
export function outputFailure(error: NodeJS.ErrnoException): Failure {
  return new Failure(`Could not write the output: ${reasons[error.code ?? ''] ?? error.message}`, {
    code: 'output.unwritable',
    hint: 'The command may already have taken effect. Check before running it again with its output redirected elsewhere',
    cause: error,
  });
}
