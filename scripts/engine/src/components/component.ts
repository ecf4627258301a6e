/** A long-running program that the supervisor starts, watches and stops. */
export interface Component {
  name: string;
  /** Components that must be ready before this one is started. */
  needs: string[];
  command: string;
  args: string[];
  cwd?: string;
  env?: Record<string, string>;
  /** Polled after the start until it returns true; an exception counts as false. */
  ready: () => Promise<boolean>;
  /** Milliseconds between SIGTERM and SIGKILL. */
  grace: number;
}
