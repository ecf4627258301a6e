import { Failure } from './failure.ts';

const reasons: Record<string, string> = {
  ENOSPC: 'no space is left where it goes',
  EDQUOT: 'the quota is used up where it goes',
  EFBIG: 'the file that it goes to is as large as it may become',
};

/** What went wrong when output could not be written, though somebody waits for it. */
export function outputFailure(error: NodeJS.ErrnoException): Failure {
  return new Failure(`The output cannot be written: ${reasons[error.code ?? ''] ?? error.message}`, {
    code: 'output.unwritable',
    hint: 'What the command was to do may be done: look before you run it again with its output elsewhere',
    cause: error,
  });
}
