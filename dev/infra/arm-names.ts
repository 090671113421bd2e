/** Front Door takes letters and digits alone in the names of rule sets and rules: `security-headers` is `securityHeaders`. */
export function plainName(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** A name that the deployment fills in. */
export function placeholder(name: string): string {
  return `\${${name}}`;
}

/** The id of a part of the Front Door profile, as its other parts refer to it. */
export function idInProfile(kind: 'originGroups' | 'ruleSets', name: string): { readonly id: string } {
  return { id: `${placeholder('PROFILE_ID')}/${kind}/${name}` };
}
