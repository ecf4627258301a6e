import { humanDuration } from '../../core/clock.ts';
import { ExecFailure } from '../../exec/failure.ts';
import { runProgram } from '../../exec/run-program.ts';
import type { BuildSettings } from '../settings/build-settings.ts';
import type { BuildContext } from '../types.ts';
import type { BuildctlCall } from './buildctl.ts';
import { explainFailure } from './failure.ts';
import { BuildProgress } from './progress.ts';
import { parseStatus } from './status.ts';
import { undecodableNames } from './undecodable-names.ts';

/** After this time without output, a line names the running step. */
const quietMs = 8_000;

/** Runs buildctl, shows its progress and explains its failure. */
export async function runBuildctl(
  call: BuildctlCall,
  {
    out,
    signal,
    meanwhile,
    settings,
    name,
    directory,
  }: BuildContext & { settings: BuildSettings; name: string; directory: string },
): Promise<void> {
  const progress = new BuildProgress(out, settings.dockerfilePath);
  const lastWords: string[] = [];
  const heartbeat = setInterval(() => progress.heartbeat(quietMs), 1000);
  try {
    const built = runProgram('buildctl', call.args, {
      env: call.env,
      signal,
      silence: settings.silence,
      keep: false,
      onLine: (line) => {
        const status = parseStatus(line);
        if (status) progress.add(status);
        else if (line.trim() !== '') lastWords.push(line.trimEnd());
      },
    });
    meanwhile?.();
    await built;
  } catch (error) {
    if (!(error instanceof ExecFailure)) throw error;
    throw explainFailure(error, {
      app: settings.app,
      lastWords,
      failed: progress.failed,
      running: progress.running,
      dockerfilePath: settings.dockerfilePath,
      address: settings.buildkitAddress,
      name,
      silence: humanDuration(settings.silence),
      undecodableNames: () => undecodableNames(directory),
    });
  } finally {
    clearInterval(heartbeat);
  }
}
