import type { OcpiFinding } from '../../../../shared/domain/ocpi-finding.ts';
import type { FeedModule, OcpiVersion } from '../../../../shared/domain/ocpi-version.ts';

type Text = string | null | undefined;

/** Columns of lists. Times are ISO UTC, energy and money decimal text as in the JSON source. */
export interface ListRow {
  readonly name?: Text;
  readonly address?: Text;
  readonly city?: Text;
  readonly postalCode?: Text;
  readonly country?: Text;
  readonly evses?: number | undefined;
  /** Of those that are not removed; kept beside the row. */
  readonly evseUids?: readonly string[] | undefined;
  readonly connectors?: number | undefined;
  readonly statuses?: Readonly<Record<string, number>> | undefined;
  readonly published?: boolean | undefined;
  readonly lat?: Text;
  readonly lon?: Text;
  readonly operator?: Text;
  readonly currency?: Text;
  readonly type?: Text;
  readonly elements?: number | undefined;
  readonly summary?: Text;
  readonly validFrom?: Text;
  readonly validTo?: Text;
  readonly startedAt?: Text;
  readonly endedAt?: Text;
  readonly status?: Text;
  readonly kwh?: Text;
  readonly cost?: Text;
  readonly hours?: Text;
  readonly locationId?: Text;
  readonly locationName?: Text;
  readonly evseUid?: Text;
  readonly evseId?: Text;
  readonly connectorId?: Text;
  readonly meterId?: Text;
  readonly tariffIds?: readonly string[] | undefined;
  readonly authMethod?: Text;
  readonly authReference?: Text;
  readonly sessionId?: Text;
  readonly signed?: boolean | undefined;
  readonly credit?: boolean | undefined;
  readonly invoiceReference?: Text;
  readonly issuer?: Text;
  readonly valid?: boolean | undefined;
  readonly whitelist?: Text;
  readonly tariffId?: Text;
  readonly audience?: Text;
  readonly startsAt?: Text;
  /** Personal: kept apart, shown masked. */
  readonly tokenUid?: Text;
  readonly uid?: Text;
  readonly contractId?: Text;
  readonly visualNumber?: Text;
}

/** What came of one JSON object. */
export interface Reading {
  readonly module: FeedModule;
  /** Folded `PARTY5|ID` (driver tokens: and their type); undefined: no object could be made of it. */
  readonly key: string | undefined;
  readonly party: string | undefined;
  readonly id: string;
  readonly version: string | undefined;
  readonly lastUpdated: string | undefined;
  readonly row: ListRow;
  readonly findings: readonly OcpiFinding[];
  /** Words for full text, without personal data. */
  readonly search: string;
}

export interface ReadContext {
  readonly version: OcpiVersion;
  readonly module: FeedModule;
  /** Of the connection, where an object does not say whose it is. */
  readonly party?: string | undefined;
}
