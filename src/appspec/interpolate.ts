/** Names that trigger metadata can refer to, in both documented syntaxes. */
export interface Names {
  APP_NAME: string;
  PROCESS_TYPE: string;
  DEPLOYMENT_NAME: string;
}

const known: readonly (keyof Names)[] = ['APP_NAME', 'PROCESS_TYPE', 'DEPLOYMENT_NAME'];

/** Returns the error for a text with a template other than these names; undefined for a valid text. */
export function templateProblem(text: string): string | undefined {
  const foreign = [...text.matchAll(template)].some(([, inner]) => nameIn(inner!) === undefined);
  if (!foreign) return undefined;
  return `must have no template except ${known.map((name) => `[[ .${name} ]]`).join(', ')}`;
}

/** Replaces the names in both syntaxes, e.g. `[[ .APP_NAME ]]` and `DOKKU_APP_NAME`. */
export function interpolate(text: string, names: Names): string {
  return text
    .replace(template, (whole, inner: string) => names[nameIn(inner)!] ?? whole)
    .replace(/\bDOKKU_(APP_NAME|PROCESS_TYPE|DEPLOYMENT_NAME)\b/g, (_, name: keyof Names) => names[name]);
}

const template = /\[\[(.*?)\]\]/gs;

function nameIn(inner: string): keyof Names | undefined {
  const name = inner.match(/^-?\s*\.(\w+)\s*-?$/)?.[1];
  return known.find((each) => each === name);
}
