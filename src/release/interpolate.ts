/** What trigger metadata may refer to, in both documented spellings. */
export interface Names {
  APP_NAME: string;
  PROCESS_TYPE: string;
  DEPLOYMENT_NAME: string;
}

/** Replaces `[[ .APP_NAME ]]` and `DOKKU_APP_NAME` and the like; a template of any other kind is a problem. */
export function interpolate(text: string, names: Names): { text: string } | { problem: string } {
  let problem: string | undefined;
  const templated = text.replace(/\[\[(.*?)\]\]/gs, (whole, inner: string) => {
    const name = inner.match(/^-?\s*\.(\w+)\s*-?$/)?.[1];
    if (name && Object.hasOwn(names, name)) return names[name as keyof Names];
    problem = `contains ${whole}; known are ${Object.keys(names)
      .map((known) => `[[ .${known} ]]`)
      .join(', ')}`;
    return whole;
  });
  if (problem) return { problem };
  const words = templated.replace(
    /\bDOKKU_(APP_NAME|PROCESS_TYPE|DEPLOYMENT_NAME)\b/g,
    (_, name: keyof Names) => names[name],
  );
  return { text: words };
}
