import { pusherVariables } from '../../access/pusher.ts';
import type { Context } from '../../cli/invoke/context.ts';
import { inheritedVariables } from '../../core/inherited-variables.ts';
import { runAttached } from '../../exec/attached.ts';
import { RefusalExplainer } from '../../git/explain-refusal.ts';

/**
 * Runs git's own service on the streams of this process: no byte of a pack passes through this program, only what Git
 * answers to a push.
 */
export function runGitService(
  { variables, actor }: Context,
  service: 'receive-pack' | 'upload-pack' | 'upload-archive',
  repository: string,
): Promise<number> {
  return runAttached('git', ['-c', `safe.directory=${repository}`, service, repository], {
    env: { ...inheritedVariables(variables), ...pusherVariables(actor) },
    filter: service === 'receive-pack' ? new RefusalExplainer() : undefined,
  });
}
