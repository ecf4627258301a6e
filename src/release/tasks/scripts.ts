import type { ResolveContext } from '../context.ts';
import { taskCommand } from '../process/command.ts';
import type { ContainerCommand } from '../types.ts';

/** A command of the repository that a deploy runs as a task. */
export interface TaskScript extends ContainerCommand {
  /** The command as written in the repository. */
  text: string;
}

/** The commands by the stage of the deploy that runs them; empty without any command. */
export interface TaskScripts {
  predeploy?: TaskScript;
  release?: TaskScript;
  postdeploy?: TaskScript;
  firstDeploy?: TaskScript;
}

export function scriptsOf(context: ResolveContext): TaskScripts {
  const { scripts, procfile } = context.input.appSpec;
  const script = (task: string, text: string | undefined, file: string): TaskScript | undefined =>
    text ? { text, ...taskCommand(context, text, `the ${task} task`, file) } : undefined;
  return {
    predeploy: script('predeploy', scripts.dokku?.predeploy, 'app.json'),
    release: script('release', procfile.release, 'the Procfile'),
    postdeploy: script('postdeploy', scripts.dokku?.postdeploy, 'app.json'),
    firstDeploy: script('first-deploy', scripts.postdeploy, 'app.json'),
  };
}
