import { Failure } from '../core/failure.ts';

/** `user@host:path`, git's short form of ssh. */
const scpForm = /^(?:[\w.-]+@)?[\w.-]+:(?!\/\/)[^\s]+$/;

/**
 * The address to fetch a submodule from. A relative address starts at the address of the repository that names it,
 * which is unknown for a pushed repository. Only https, http and ssh are allowed: other protocols reach this machine.
 */
export function submoduleUrl(url: string, origin: string | undefined, path: string): string {
  const absolute = /^\.\.?\//.test(url) ? resolveRelative(url, origin, path) : url;
  const allowed =
    /^(https?|ssh):\/\/[^\s-][^\s]*$/.test(absolute) || (scpForm.test(absolute) && !absolute.startsWith('-'));
  if (allowed && !/\p{Cc}/u.test(absolute)) return absolute;
  throw new Failure(`The submodule ${path} cannot be fetched from ${JSON.stringify(absolute)}`, {
    code: 'git.submodule-url',
    details: ['only https://, http://, ssh:// and user@host:path are allowed'],
    hint: 'Change the url in .gitmodules, commit and push again',
  });
}

function resolveRelative(url: string, origin: string | undefined, path: string): string {
  if (origin === undefined) {
    throw new Failure(`The submodule ${path} has the relative address ${url}`, {
      code: 'git.submodule-relative',
      details: ['your repository was pushed to this server, so the server does not know its address'],
      hint: 'Write the full address into .gitmodules, such as https://host/owner/name.git, commit and push again',
    });
  }
  let base = origin.replace(/\/+$/, '');
  let rest = url;
  let separator = '/';
  for (;;) {
    if (rest.startsWith('./')) {
      rest = rest.slice(2);
    } else if (rest.startsWith('../')) {
      rest = rest.slice(3);
      const cut = Math.max(base.lastIndexOf('/'), base.lastIndexOf(':'));
      separator = base[cut] ?? '/';
      base = base.slice(0, Math.max(cut, 0));
    } else {
      return `${base}${separator}${rest}`;
    }
  }
}
