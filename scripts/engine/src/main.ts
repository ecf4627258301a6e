import { readSettings } from './settings.ts';
import { EngineError } from './system/errors.ts';
import { print, warn } from './system/output.ts';
import { help, verbs } from './verbs/table.ts';

/** The one place that turns a failure into text and an exit status. */
async function main([name = 'help', ...args]: string[]): Promise<number> {
  if (['help', '--help', '-h'].includes(name)) {
    print(help());
    return 0;
  }
  const verb = verbs[name];
  if (!verb) {
    warn(`engine has no verb '${name}'\n${help()}`);
    return 2;
  }
  const { run } = await verb.load();
  return (await run(readSettings(process.env), args)) ?? 0;
}

// Whoever reads the output may stop, and what is begun is still brought to its end.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { message, stack } = error as Error;
  const hint = error instanceof EngineError ? error.hint : undefined;
  warn(error instanceof EngineError ? message : (stack ?? message));
  if (hint) warn(`next: ${hint}`);
  process.exitCode = 1;
}
