import { pusherVariables } from '../../access/pusher.ts';
import type { Context } from '../../cli/invoke/context.ts';
import { inheritedVariables } from '../../core/inherited-variables.ts';
import { runAttached } from '../../exec/attached.ts';
import { nothingPushed, RefusalExplainer } from '../../git/explain-refusal.ts';

/** Exit status with which git reports that the client has hung up, among other errors. */
const died = 128;

/**
 * Runs git's own service on the streams of this process: no byte of a pack passes through this program, only what Git
 * answers to a push.
 */
export async function runGitService(
  { variables, actor }: Context,
  service: 'receive-pack' | 'upload-pack' | 'upload-archive',
  { app, repository }: { app: string; repository: string },
): Promise<number> {
  const explainer = service === 'receive-pack' ? new RefusalExplainer() : undefined;
  const exitStatus = await runAttached('git', ['-c', `safe.directory=${repository}`, service, repository], {
    env: { ...inheritedVariables(variables), ...pusherVariables(actor) },
    filter: explainer,
  });
  if (explainer && exitStatus === died && !explainer.hasAnswered) throw nothingPushed(app);
  return exitStatus;
}
