import type { Context } from '../../cli/invoke/context.ts';
import { inheritedVariables } from '../../core/inherited-variables.ts';
import { runAttached } from '../../exec/attached.ts';
import { pusherVariables } from '../../git/pusher.ts';

/** Lets git itself speak its protocol on this process's streams: no byte of a pack passes through us. */
export function serveGit(
  { variables, actor }: Context,
  service: 'receive-pack' | 'upload-pack' | 'upload-archive',
  repository: string,
): Promise<number> {
  return runAttached('git', ['-c', `safe.directory=${repository}`, service, repository], {
    env: { ...inheritedVariables(variables), ...pusherVariables(actor) },
  });
}
