import { Failure } from '../core/failure.ts';

/** One line of a pre-receive hook's standard input. Object ids in hex. */
export interface PushedRef {
  ref: string;
  oldRev: string;
  newRev: string;
}

/** What a pushed ref does to the app. */
export type Decision =
  | { kind: 'deploy'; branch: string }
  /** The ref is updated and nothing else happens. */
  | { kind: 'keep' }
  | { kind: 'refuse'; failure: Failure };

/** The deploy branch when none is set. */
export const defaultBranch = 'master';

/** The names of the first branch in Git's defaults, today's first. */
const knownBranches = ['main', defaultBranch];

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

/**
 * The deploy branch of an app that has none, from the refs of its first push: main, else master, else the only branch.
 * A tag never becomes the deploy branch. Undefined when no branch is pushed; throws when the push leaves it open.
 */
export function firstDeployBranch(refs: readonly PushedRef[], app: string): string | undefined {
  const branches = refs
    .filter((pushed) => !isDeletion(pushed))
    .flatMap(({ ref }) => /^refs\/heads\/(.+)$/.exec(ref)?.[1] ?? []);
  const known = knownBranches.find((name) => branches.includes(name));
  const [only] = branches;
  if (known ?? branches.length < 2) return known ?? only;
  throw new Failure(`${app} has no deploy branch, and the push has ${branches.length} branches`, {
    code: 'git.several-branches',
    details: [listed(branches)],
    hint: [
      `Set the branch to deploy, and push again: dokku git:set ${app} deploy-branch ${only}`,
      `Or push this branch alone: git push <remote> ${only}`,
    ],
  });
}

/** `branch` is the deploy branch of the app; undefined when the app has none and the push brings none. */
export function decideUpdate(pushed: PushedRef, branch: string | undefined): Decision {
  if (isDeletion(pushed)) return deletion(pushed.ref, branch ?? defaultBranch);
  const name = /^refs\/(?:heads|tags)\/(.+)$/.exec(pushed.ref)?.[1];
  if (branch !== undefined && name === branch && isBranchName(branch)) return { kind: 'deploy', branch };
  return { kind: 'keep' };
}

/** What the pusher reads about refs that were stored and not deployed. */
export function explainStored(
  refs: readonly string[],
  { app, branch, deploys }: { app: string; branch: string | undefined; deploys: boolean },
): string[] {
  const [first] = refs;
  if (first === undefined) return [];
  const stored = `${listed(refs)} ${refs.length === 1 ? 'was' : 'were'} stored`;
  const name = first.replace(/^refs\/(heads|tags)\//, '');
  if (deploys) return [`${stored}, not deployed: the deploy branch is ${branch}`];
  if (branch === undefined) {
    return [
      `WARNING: nothing was deployed: ${stored}, and ${app} has no deploy branch`,
      'WARNING: to deploy, push a branch: git push <remote> main',
      ...(first.startsWith('refs/tags/')
        ? [
            `WARNING: or deploy the tag: dokku git:set ${app} deploy-branch ${name} && dokku ps:rebuild ${app}`,
          ]
        : []),
    ];
  }
  if (!isBranchName(branch)) {
    return [
      `WARNING: nothing was deployed: the deploy branch "${branch}" is not a name that Git allows`,
      `WARNING: set another deploy branch with: dokku git:set ${app} deploy-branch main`,
    ];
  }
  return [
    `WARNING: nothing was deployed: ${stored}, but the deploy branch is ${branch}`,
    `WARNING: to deploy, push to the deploy branch: git push <remote> ${name}:${branch}`,
  ];
}

/** The names of a list, of a long one the first and the number of the others. */
function listed(names: readonly string[]): string {
  const shown = names.length > maxListed ? names.slice(0, maxListed) : names.slice(0, -1);
  const rest = names.length > maxListed ? `${names.length - maxListed} more` : names.at(-1);
  return shown.length === 0 ? `${rest}` : `${shown.join(', ')} and ${rest}`;
}

const maxListed = 5;

function deletion(ref: string, branch: string): Decision {
  if (ref !== `refs/heads/${branch}`) return { kind: 'keep' };
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
