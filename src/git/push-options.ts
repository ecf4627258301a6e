/** The valid options of `git push -o …`. */
export const knownPushOptions = {
  detach: 'accept the push at once and deploy in the background',
  wait: 'wait for a running deploy instead of being refused',
  preview: 'show what the push would change and refuse it',
  trace: 'show debug lines',
};

/** The push options in the variables that git sets for hooks. Source: githooks(5), pre-receive. */
export function readPushOptions(variables: Record<string, string | undefined>): string[] {
  const count = Number(variables.GIT_PUSH_OPTION_COUNT ?? 0);
  return Array.from({ length: count }, (_, index) => variables[`GIT_PUSH_OPTION_${index}`] ?? '');
}

export function unknownPushOptions(options: readonly string[]): string[] {
  return options.filter((option) => !Object.hasOwn(knownPushOptions, option));
}
