import { GLOBAL, type Scope } from '../state/scope.ts';
import type { Access, Guarded } from './guard.ts';

/**
 * Records each command from the network and each local change as one line. Local reads are not recorded: a local user
 * can read the database anyway, and a monitoring script would fill the audit log.
 */
export function recordAudit(
  access: Access,
  command: Guarded & { internal?: boolean },
  scope: Scope | undefined,
  outcome: { allowed: boolean; exitStatus: number },
): void {
  const { actor } = access;
  if (actor.via === 'local' && (command.role === 'read' || command.internal)) return;
  access.store.audit.append({
    at: Date.now(),
    actor: actor.name,
    via: actor.via,
    command: command.name,
    app: scope === GLOBAL ? undefined : scope,
    ...outcome,
  });
}
