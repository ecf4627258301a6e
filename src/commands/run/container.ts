/** Selects one of the app's one-off commands by its pod. */
export const containerFlag = {
  type: 'string',
  summary: 'Only the command in this pod; run:list prints the pod names',
  placeholder: 'POD',
} as const;
