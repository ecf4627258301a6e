/** User IDs in the images of each builder. */
const names: Record<string, number> = {
  herokuish: 32767,
  heroku: 1000,
  paketo: 2000,
  packeto: 2000,
  root: 0,
};

/** Returns the numeric owner of a `--chown` value; undefined for an empty value, `invalid` for an invalid value. */
export function ownerOf(chown: string): number | undefined | 'invalid' {
  if (chown === '' || chown === 'false') return undefined;
  const known = Object.hasOwn(names, chown) ? names[chown] : undefined;
  if (known !== undefined) return known;
  return /^\d{1,5}$/.test(chown) && Number(chown) <= 65_535 ? Number(chown) : 'invalid';
}
