/** A failure with a message for the person at the terminal, and with what to do next. */
export class EngineError extends Error {
  readonly hint: string | undefined;
  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'EngineError';
    this.hint = options.hint;
  }
}
