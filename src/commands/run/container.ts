/** Names one of the app's one-off commands. */
export const containerFlag = {
  type: 'string',
  summary: 'Only the command in this pod, as run:list and run:detached name it',
  placeholder: 'POD',
} as const;
