/**
 * What makes a call of kubectl a third shorter. It has ended before collecting its garbage could be of use, and at each
 * start it loads the texts of its language, of which French has fewest: some lines of help.
 */
export const kubectlEnvironment = { GOGC: 'off', LC_ALL: '', LC_MESSAGES: 'fr_FR.UTF-8' };
