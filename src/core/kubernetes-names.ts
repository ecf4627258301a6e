/** Maximum characters of a DNS label (RFC 1123): the names of namespaces and Services, and the value of a label. */
export const maxLabelLength = 63;

/** Maximum characters of a DNS subdomain (RFC 1123): the names of most objects. */
export const maxSubdomainLength = 253;

const labelPattern = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
const label = new RegExp(`^${labelPattern}$`);
const subdomain = new RegExp(`^${labelPattern}(?:\\.${labelPattern})*$`);

/** Whether a text has the form of a DNS label, at any length. */
export function hasLabelForm(text: string): boolean {
  return label.test(text);
}

/** The name of a namespace, a process type, a port. */
export const dnsLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

export function isDnsLabel(text: string): boolean {
  return dnsLabel.test(text);
}

/** Whether a text can be the name of a Secret, a class or an issuer: labels joined by dots. */
export function isDnsSubdomain(text: string): boolean {
  return text.length <= maxSubdomainLength && subdomain.test(text);
}
