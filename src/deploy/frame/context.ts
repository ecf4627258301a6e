import type { Actor } from '../../access/actor.ts';
import type { Environment } from '../../core/environment.ts';
import type { Output } from '../../core/output.ts';
import type { Kube } from '../../kube/kube.ts';
import type { Store } from '../../state/store.ts';

/** What a deploy needs from the command that requested it. */
export interface DeployContext {
  environment: Environment;
  store: Store;
  out: Output;
  actor: Actor;
  /** Aborted when the client disconnected or cancelled the command. */
  signal: AbortSignal;
  kube: () => Promise<Kube>;
}
