import { Failure } from '../../../src/core/failure.ts';

/** The Failure that `work` ends with; anything else is a failed test. */
export async function failureOf(work: () => unknown): Promise<Failure> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('expected a Failure, but there was none');
}
