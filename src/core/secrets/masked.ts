/** What is shown in place of a secret. */
export const masked = '*******';

/** Shorter values would also hide ordinary words, and are too weak to be secrets. */
export const minSecretLength = 6;
