/** A text as a policy expression has it. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** A value that is to be taken as it stands; throws where API Management would read an expression or a named value. */
export function literal(text: string): string {
  if (text.startsWith('@') || text.includes('{{')) {
    throw new Error(
      `gatewayPolicies: "${text}" would be read as an expression: it may not begin with "@" or hold "{{"`,
    );
  }
  return text;
}
