import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Environment } from '../core/environment.ts';
import { identityOf, isAlive, type ProcessIdentity } from '../exec/process.ts';
import type { Actor } from './actor.ts';

// The hook is a separate process and must know who pushes. When this program starts git, a variable names the pusher.
// When the HTTP library starts git, a note under the process id of git names the pusher: git is the hook's parent.

const variable = 'DOKKU_PUSHER';

export function pusherVariables(actor: Actor): Record<string, string> {
  return { [variable]: JSON.stringify(actor) };
}

/** Notes who pushes through a git process of this server. The returned function deletes the note. */
export function recordPusher(environment: Environment, pid: number, actor: Actor): () => void {
  const file = noteOf(environment, pid);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const note: Note = { actor, git: identityOf(pid), server: identityOf(process.pid) };
  writeFileSync(file, JSON.stringify(note), { mode: 0o600 });
  return () => rmSync(file, { force: true });
}

/** Deletes the notes of killed servers, whose git processes no longer run. */
export function removeStaleNotes(environment: Environment): void {
  const folder = dirname(noteOf(environment, 0));
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const file = join(folder, name);
    if (!isGitAlive(file)) rmSync(file, { force: true });
  }
}

function isGitAlive(file: string): boolean {
  try {
    const { git } = JSON.parse(readFileSync(file, 'utf8')) as Note;
    return git !== undefined && isAlive(git);
  } catch {
    // Another server is writing the note, or was killed while it wrote the note.
    return identityOf(Number.parseInt(basename(file), 10)) !== undefined;
  }
}

/** Who pushes, for the hook; `fallback` for a local user who pushes into the repository's folder. */
export function pusherOf(
  environment: Environment,
  variables: Record<string, string | undefined>,
  fallback: Actor,
): Actor {
  if (variables[variable]) return JSON.parse(variables[variable]) as Actor;
  const note = readNote(environment);
  if (!note) return fallback;
  if (note.server) exitWithServer(note.server);
  return note.actor;
}

interface Note {
  actor: Actor;
  git: ProcessIdentity | undefined;
  server: ProcessIdentity | undefined;
}

function readNote(environment: Environment): Note | undefined {
  try {
    const note = JSON.parse(readFileSync(noteOf(environment, process.ppid), 'utf8')) as Note;
    // A note of an ended process must not name the pusher of a later process with the same id.
    return note.git && isAlive(note.git) ? note : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Exits when the server no longer runs. Git itself does not notice: a broken pipe kills only the thread that talks to
 * the client, and the process keeps waiting for the hook.
 */
function exitWithServer(server: ProcessIdentity): void {
  setInterval(() => {
    if (!isAlive(server)) process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}

function noteOf({ root }: Environment, pid: number): string {
  return join(root, 'pushers', `${pid}.json`);
}
