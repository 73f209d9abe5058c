import { z } from 'zod';
import { confirmationWays, MAX_PARTNER_IDS } from '../domain/partners.ts';
import { IdText, IsoDate } from './common.ts';
import { KeyAlgorithmName } from './key-facts.ts';

export const PARTNER_FILE_FORMAT = 'ocpi-console.partners';
/** Most partners of one file. */
export const MAX_FILED_PARTNERS = 10_000;
/** Most bytes of one file: as many partners as may be, each with some hundred ids. */
export const MAX_PARTNER_FILE_BYTES = 16 * 1024 * 1024;

const Line = z.string().max(200);

export const IdConfirmation = z
  .strictObject({
    by: Line.describe('Who made sure: a person on our side. Empty: whoever enters it.'),
    how: z.enum(confirmationWays).describe('How the partner’s right to the id was made sure of.'),
    at: IsoDate.describe('When, in UTC.'),
    note: z.string().max(500).describe('Whom was asked, which register, which contract.'),
  })
  .describe('Who made sure that the partner may speak for the id, how and when.');
export type IdConfirmation = z.infer<typeof IdConfirmation>;

export const PartnerIdKind = z.enum(['party', 'sub-cpo', 'sub-emsp']);
/** Read as it comes: what is no id is told by a finding that names it. */
const IdSpelling = z.string().min(1).max(64);

export const RegisteredId = z.strictObject({
  kind: PartnerIdKind,
  id: IdSpelling,
  confirmed: IdConfirmation.optional(),
});
export type RegisteredId = z.infer<typeof RegisteredId>;

export const PartnerContact = z.strictObject({
  name: Line,
  role: Line,
  phone: z.string().max(60),
  mail: z.string().max(254),
});
export type PartnerContact = z.infer<typeof PartnerContact>;

export const partnerLimits = { ids: MAX_PARTNER_IDS, contacts: 50, names: 500, authorities: 100 } as const;
export const AllowedNames = z.array(z.string().min(1).max(520)).max(partnerLimits.names);
export const LifetimeDays = z.int().min(1).max(3650);
export const PartnerNotes = z.string().max(4000);

const filed = {
  partnerId: IdText.optional().describe('Finds the partner where it is known; else it is found by its name.'),
  name: Line.min(1).describe('Unique without case.'),
  platform: Line.optional(),
  contacts: z.array(PartnerContact).max(partnerLimits.contacts).optional(),
  allowedAlgorithms: z.array(KeyAlgorithmName).max(20).optional().describe('Empty: what the policy allows.'),
  maxLifetimeDays: LifetimeDays.nullable().optional().describe('Null: what the policy allows.'),
  allowedNames: AllowedNames.optional().describe(
    'dns:cpo.example.org · dns:*.example.org (one label) · dns:**.example.org (one or more) · ip:192.0.2.0/24 · uri:https://cpo.example.org/ocpi/ (and below) · mail:example.org (every address of that domain)',
  ),
  authorities: z
    .array(Line.min(1))
    .max(partnerLimits.authorities)
    .optional()
    .describe('Names of the authorities that serve the partner.'),
  notes: PartnerNotes.optional(),
  archived: z.boolean().optional(),
};

/** A partner in the JSON form of import and export: what is absent is left as it is. */
export const FiledPartner = z
  .strictObject({
    ...filed,
    ids: z
      .array(
        z.strictObject({
          kind: PartnerIdKind,
          id: IdSpelling.describe('DEGEF, DE*GEF or DE-GDF, as it is spelled.'),
          confirmed: IdConfirmation.nullable().optional().describe('Null: not confirmed. Absent: as it is known here.'),
        }),
      )
      .max(partnerLimits.ids)
      .optional()
      .describe('All ids of the partner: one that is missing here is taken away.'),
  })
  .describe('What is absent stays as it is.');
export type FiledPartner = z.infer<typeof FiledPartner>;

const Spellings = z
  .array(z.strictObject({ id: IdSpelling }))
  .max(partnerLimits.ids)
  .optional();

/** A partner as a row of CSV gives it: a kind of ids whose column is missing stays as it is. */
export const PartnerCsvRow = z.strictObject({
  ...filed,
  ids: z.strictObject({ party: Spellings, 'sub-cpo': Spellings, 'sub-emsp': Spellings }),
});

export const PartnerFile = z
  .strictObject({
    format: z.literal(PARTNER_FILE_FORMAT),
    version: z.literal(1),
    partners: z.array(FiledPartner).max(MAX_FILED_PARTNERS),
  })
  .meta({ title: 'Partners of OCPI Console', description: 'Partners that the file does not name stay as they are.' });
