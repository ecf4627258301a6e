import { repeatedTermination } from './crash.ts';
import { firstOf, inPod, type Reason, subject } from './diagnosis.ts';

/** The process exits without an error: it is a task instead of a service, or its program runs in the background. */
export const completed: Reason = (facts) =>
  firstOf(facts, (container) => {
    if (container.init || repeatedTermination(container, facts.now)?.exitCode !== 0) return undefined;
    return {
      code: 'rollout.completed',
      process: facts.process,
      pod: facts.pod.metadata.name,
      container: container.name,
      message: `${subject(facts, container)} exited with status 0: a process must keep running ${inPod(facts)}`,
      hint: [
        'Start the program in the foreground, not as a daemon. Move one-off work to "scripts" or "cron" in app.json',
        `If the process is not needed, stop it with: dokku ps:scale ${facts.app} ${facts.process}=0`,
      ],
    };
  });
