import { readSettings } from './settings.ts';
import { EngineError } from './system/errors.ts';
import { print, warn } from './system/output.ts';
import { help, verbs } from './verbs/table.ts';

const words = process.argv.slice(2).filter((word) => word !== '--trace');
const trace = words.length < process.argv.length - 2;

/** The one place that turns a failure into text and an exit status. */
async function main([name = 'help', ...args]: string[]): Promise<number> {
  if (['help', '--help', '-h'].includes(name)) {
    print(help());
    return 0;
  }
  const verb = verbs[name];
  if (!verb) {
    warn(`There is no verb '${name}'\n${help()}`);
    return 2;
  }
  const { run } = await verb.load();
  return (await run(readSettings(process.env), args)) ?? 0;
}

/** Stack traces are for those who ask for them: a message must do without. */
function report(error: unknown): void {
  const { message, stack, cause } = error instanceof Error ? error : new Error(String(error));
  const known = error instanceof EngineError;
  warn(known ? message : `Unexpected failure of ${words[0] ?? 'the engine'}: ${message}`);
  if (trace) warn(stack ?? message);
  if (trace && cause) warn(`Cause: ${cause instanceof Error ? cause.stack : String(cause)}`);
  const hint = known ? error.hint : trace ? undefined : `for the stack trace, run it again with --trace`;
  if (hint) warn(`next: ${hint}`);
  process.exitCode = 1;
}

// The reader of the output may stop reading; the work is still finished.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// No command can continue after such a failure. The next command cleans up.
process.on('uncaughtException', (error) => {
  report(error);
  process.exit();
});

try {
  process.exitCode = await main(words);
} catch (error) {
  report(error);
}
