import { Failure } from '../core/failure.ts';

/** One line of a pre-receive hook's standard input. Object ids in hex. */
export interface PushedRef {
  ref: string;
  oldRev: string;
  newRev: string;
}

/** The configured deploy branch; an empty string means that none is set. */
export interface DeployBranch {
  app?: string;
  global?: string;
}

/** What a pushed ref does to the app. */
export type Decision =
  /** `store`: no deploy branch is set, so this branch becomes the deploy branch when its deploy succeeds. */
  | { kind: 'deploy'; branch: string; store: boolean }
  /** The ref is updated and nothing else happens. */
  | { kind: 'keep'; warnings: string[] }
  | { kind: 'refuse'; failure: Failure };

/** The deploy branch when none is set. */
export const defaultBranch = 'master';

export function parsePushedRefs(lines: string): PushedRef[] {
  return lines
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [, oldRev, newRev, ref] = /^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) (.+)$/.exec(line) ?? [];
      if (!oldRev || !newRev || !ref) throw new Failure(`git sent a line that is not a ref update: ${line}`);
      return { ref, oldRev, newRev };
    });
}

export function isDeletion({ newRev }: PushedRef): boolean {
  return /^0+$/.test(newRev);
}

export function decideUpdate(pushed: PushedRef, set: DeployBranch): Decision {
  const configured = set.app || set.global;
  const branch = configured || defaultBranch;
  if (!isBranchName(branch)) {
    return {
      kind: 'keep',
      warnings: [
        `WARNING: nothing was deployed: the deploy branch "${branch}" is not a name that Git allows`,
        'WARNING: set another deploy branch with: dokku git:set <app> deploy-branch main',
      ],
    };
  }
  const name = /^refs\/(?:heads|tags)\/(.+)$/.exec(pushed.ref)?.[1];
  if (isDeletion(pushed)) return deletion(pushed.ref, branch);
  if (name === branch) return { kind: 'deploy', branch, store: !configured };
  if (name !== undefined && !configured) return { kind: 'deploy', branch: name, store: true };
  return {
    kind: 'keep',
    warnings: [
      `WARNING: nothing was deployed: ${pushed.ref} was stored, but the deploy branch is ${branch}`,
      `WARNING: to deploy, push to the deploy branch: git push <remote> ${name ?? pushed.ref}:${branch}`,
    ],
  };
}

function deletion(ref: string, branch: string): Decision {
  if (ref !== `refs/heads/${branch}`) return { kind: 'keep', warnings: [] };
  return {
    kind: 'refuse',
    failure: new Failure(`${branch} is the deploy branch and cannot be deleted: rebuilds need it`, {
      code: 'git.delete-deploy-branch',
      hint: [
        'To stop the app: dokku ps:stop <app> · to delete the app: dokku apps:destroy <app>',
        'To deploy from another branch: dokku git:set <app> deploy-branch <branch>',
      ],
    }),
  };
}

/** The rules of git-check-ref-format(1) for the part after `refs/heads/`. */
export function isBranchName(name: string): boolean {
  if (
    name === '' ||
    name === '@' ||
    name.startsWith('-') ||
    /[\s~^:?*[\\\x00-\x1f\x7f]|\.\.|@\{|\/\/|\.$|\/$|^\//.test(name)
  )
    return false;
  return name.split('/').every((part) => !part.startsWith('.') && !part.endsWith('.lock'));
}
