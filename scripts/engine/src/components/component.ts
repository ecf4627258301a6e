/** A long-running program that the supervisor starts, watches and ends. */
export interface Component {
  name: string;
  /** Components that must be ready before this one is started. */
  needs: string[];
  command: string;
  args: string[];
  cwd?: string;
  env?: Record<string, string>;
  /** Asked again and again after the start until it says yes; throwing means no. */
  ready: () => Promise<boolean>;
  /** Milliseconds between the request to end and the end by force. */
  grace: number;
}
