import { Failure, noSuchApp } from '../core/failure.ts';
import { GLOBAL, type Scope } from '../state/scope.ts';
import type { Store } from '../state/store.ts';
import { type Actor, highest, includesRole, type Role } from './actor.ts';

/** The facts about a command that the guard checks. */
export interface Guarded {
  name: string;
  role: Role;
  root?: boolean;
  local?: boolean;
}

export interface Access {
  actor: Actor;
  readonly store: Store;
}

/**
 * The one guard before every command. `scope` is the app of the command, or `--global` for the whole installation. It
 * is undefined for commands that show each actor only the actor's own apps (`apps:list`, reports). An app that the
 * actor may not see looks like a missing app.
 */
export function authorize(access: Access, command: Guarded, scope: Scope | undefined): void {
  refuseElsewhere(access.actor, command);
  const held =
    scope === undefined && command.role === 'read' ? anyRole(access) : roleOf(access, scope ?? GLOBAL);
  if (held && includesRole(held, command.role)) return;
  if (scope !== undefined && scope !== GLOBAL && !held) throw noSuchApp(scope);
  const app = scope === GLOBAL ? undefined : scope;
  throw new Failure(`Access denied: ${command.name} needs the role ${command.role}`, {
    code: 'access.denied',
    details: [
      `${access.actor.name} has ${held ? `the role ${held}` : 'no role'} for ${app ?? 'the whole installation'}`,
    ],
    hint: `An administrator can grant it with: ${['dokku access:grant', access.actor.name, command.role, app].filter(Boolean).join(' ')}`,
  });
}

/** The higher of two roles of the actor: for all apps and for this app. */
export function roleOf(access: Access, scope: Scope): Role | undefined {
  if (access.actor.via === 'local') return 'admin';
  return highest(
    access.store.grants
      .of(access.actor.name)
      .filter((grant) => grant.scope === GLOBAL || grant.scope === scope)
      .map(({ role }) => role),
  );
}

/** Whether the actor has this role or a higher one. */
export function hasRole(access: Access, role: Role, scope: Scope): boolean {
  const held = roleOf(access, scope);
  return held !== undefined && includesRole(held, role);
}

/** The apps in the list that the actor may see. */
export function visibleApps(access: Access, apps: string[]): string[] {
  if (roleOf(access, GLOBAL)) return apps;
  const granted = new Set(access.store.grants.of(access.actor.name).map(({ scope }) => scope));
  return apps.filter((app) => granted.has(app));
}

/** Whether the actor may see this app. */
export function canSee(access: Access, app: string): boolean {
  return visibleApps(access, [app]).length > 0;
}

function anyRole(access: Access): Role | undefined {
  if (access.actor.via === 'local') return 'admin';
  return highest(access.store.grants.of(access.actor.name).map(({ role }) => role));
}

function refuseElsewhere(actor: Actor, command: Guarded): void {
  if (command.root && (actor.via !== 'local' || process.getuid?.() !== 0)) {
    throw new Failure(`${command.name} must be run as root on the server`, {
      code: 'access.root',
      hint: `Log in to the server and run: sudo dokku ${command.name}`,
    });
  }
  if (command.local && actor.via !== 'local') {
    throw new Failure(`${command.name} can only be run on the server itself`, {
      code: 'access.local',
      hint: `Log in to the server and run: dokku ${command.name}`,
    });
  }
}
