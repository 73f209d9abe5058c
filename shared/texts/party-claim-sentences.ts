import type { PartyClaim } from '../domain/party-claim.ts';

/** Where the party of an object comes from and how it stands, in English; window and command line say the same. */
export const partySourceTexts = {
  object: 'Stated in the object',
  connection: 'Not stated in the object: taken from the connection',
} as const satisfies Readonly<Record<PartyClaim['source'], string>>;

export const partyStandingTexts = {
  'among-roles': 'among the roles of the platform',
  'not-among-roles': 'not among the roles of the platform',
  claimed: 'claimed by the platform, not verified',
} as const satisfies Readonly<Record<PartyClaim['standing'], string>>;
