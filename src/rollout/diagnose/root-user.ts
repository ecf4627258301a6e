import { firstOf, inPod, type Reason, subject } from './diagnosis.ts';

/** The pod must not run as root, and the image has no user that the kubelet can check. */
export const rootUser: Reason = (facts) =>
  firstOf(facts, (container) => {
    const waiting = container.status?.state?.waiting;
    if (waiting?.reason !== 'CreateContainerConfigError') return undefined;
    const said = waiting.message?.match(
      /runAsNonRoot and image (?:will run as root|has non-numeric user \(([^)]*)\))|runAsUser breaks non-root policy/,
    );
    if (!said) return undefined;
    const { app, process, pod } = facts;
    const user = said[1];
    return {
      code: 'rollout.root-user',
      process,
      pod: pod.metadata.name,
      message: `${subject(facts, container)} must not run as root, but its image ${
        user ? `has the user ${user}, whose number Kubernetes does not know` : 'runs as root'
      } ${inPod(facts)}`,
      hint: [
        'Set a user other than root in the Dockerfile, as a number: USER 1000',
        'The user must be able to read the files of the app, and can listen on ports from 1024 only',
        `Or ask an administrator to allow root: dokku scheduler-k3s:set ${app} pod-security baseline`,
      ],
    };
  });
