import { Failure } from '../../../src/core/failure.ts';

/** Returns the Failure that `work` throws. Any other result fails the test. */
export async function failureOf(work: () => unknown): Promise<Failure> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('expected a Failure, but there was none');
}
