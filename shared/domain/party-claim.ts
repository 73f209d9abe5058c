/** Whose an object is, as far as that can be said: a platform may claim any party. */
export interface PartyClaim {
  /** `connection`: the object names none, and that of the connection was taken. */
  readonly source: (typeof partySources)[number];
  /** `claimed`: the platform has not said for whom it speaks, so that nothing could be compared. */
  readonly standing: (typeof partyStandings)[number];
}

export const partySources = ['object', 'connection'] as const;
export const partyStandings = ['among-roles', 'not-among-roles', 'claimed'] as const;

/**
 * Compares the party of an object with the roles of its platform (OCPI 2.2.1 §7.3.1), without case.
 *
 * @param roles parties of the platform; none: it has not named any
 */
export function partyClaim(party: string, source: PartyClaim['source'], roles: readonly string[]): PartyClaim {
  if (source === 'connection' || roles.length === 0) return { source, standing: 'claimed' };
  const isAmong = roles.some((role) => role.toUpperCase() === party.toUpperCase());
  return { source, standing: isAmong ? 'among-roles' : 'not-among-roles' };
}
