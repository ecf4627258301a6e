/** A failure the person at the terminal can do something about: printed without a stack. */
export class EngineError extends Error {
  readonly hint: string | undefined;
  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'EngineError';
    this.hint = options.hint;
  }
}
