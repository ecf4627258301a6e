/** Returns the config var `PORT` as a port; undefined if the variable is not set or not valid. */
export function configuredPort(config: Record<string, string>): number | undefined {
  const text = Object.hasOwn(config, 'PORT') ? config.PORT! : '';
  return portProblem(config) === undefined && text !== '' ? Number(text) : undefined;
}

/** Returns why the config var `PORT` cannot be the port of web; undefined if it can or is not set. */
export function portProblem(config: Record<string, string>): string | undefined {
  if (!Object.hasOwn(config, 'PORT')) return undefined;
  const text = config.PORT!;
  const isPort = /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65535;
  return isPort
    ? undefined
    : `PORT must be a number from 1 to 65535, because web listens on this port; got "${text.slice(0, 20)}"`;
}
