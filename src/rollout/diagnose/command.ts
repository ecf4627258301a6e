import type { PodContainer } from '../../kube/containers.ts';
import { firstOf, inPod, type Reason, subject } from './diagnosis.ts';

/** The container exists, but its command cannot be started: no such program, not executable, wrong architecture. */
export const failedCommand: Reason = (facts) =>
  firstOf(facts, (container) => {
    const said = startError(container);
    if (said === undefined) return undefined;
    return {
      code: 'rollout.command',
      exitStatus: /executable file not found|no such file or directory/.test(said) ? 127 : 126,
      process: facts.process,
      pod: facts.pod.metadata.name,
      message: `${subject(facts, container)} cannot be started: ${reasonOf(said)} ${inPod(facts)}`,
      hint: /exec format error/.test(said)
        ? `The image was built for a different CPU architecture than the node. Build the image for that architecture: dokku ps:rebuild ${facts.app}`
        : `Check the command of ${facts.process} in the Procfile, or CMD and ENTRYPOINT of the image`,
    };
  });

function startError(container: PodContainer): string | undefined {
  const { state, lastState } = container.status ?? {};
  const waiting = state?.waiting;
  if (waiting?.reason === 'CreateContainerError' || waiting?.reason === 'RunContainerError')
    return waiting.message ?? '';
  const ended = [state?.terminated, lastState?.terminated].find(
    (end) => end?.reason === 'StartError' || end?.reason === 'ContainerCannotRun',
  );
  return ended && (ended.message ?? '');
}

/** Extracts the cause that containerd and runc wrap: `exec: "nope": executable file not found in $PATH`. */
function reasonOf(message: string): string {
  const exec =
    message.match(/exec: "?([^":]+)"?: (.+?)(: unknown)?$/s) ??
    message.match(/exec (\S+): (exec format error)/);
  if (exec) return `${exec[1]}: ${exec[2]!.trim()}`;
  return (
    message
      .replace(/^.*runc create failed: /s, '')
      .replace(/: unknown$/, '')
      .trim() || 'the container runtime gives no reason'
  );
}
