import type { DecodedFinding, ForeignText } from '../../../shared/contract/pki-facts.ts';
import type { ItemKind } from '../../../shared/contract/inspection.ts';
import type { OidProfile } from '../../../shared/contract/settings.ts';
import type { z } from 'zod';
import type { RenewalMessage } from '../pki/renewal.ts';
import type { CertificateListing } from './certificate-listing.ts';

/** Bytes as they came, and the name they are shown by. */
export interface DecodeSource {
  readonly name: string;
  readonly content: Uint8Array;
}

/** One document found in what came: its bytes and all that a list of many shows of it. */
export interface DecodedInput {
  readonly kind: ItemKind;
  /** The file, or the file in the zip, and which block of it. */
  readonly source: string;
  /** The document's own bytes; of what is unreadable the bytes as they came, cut. */
  readonly der: Uint8Array;
  readonly sha256: string;
  /** Subject, file name or reason: what it is called in a list. */
  readonly title: z.infer<typeof ForeignText>;
  /** First common name of its subject, where it has one. */
  readonly commonName: string | undefined;
  readonly keyGroupId: string | undefined;
  readonly partyIds: readonly string[];
  readonly subCpoIds: readonly string[];
  readonly subEmspIds: readonly string[];
  readonly algorithm: string | undefined;
  readonly spkiSha256: string | undefined;
  /** Proof of possession (CSR), own signature (self-issued certificate); undefined where nothing can be verified. */
  readonly signatureValid: boolean | undefined;
  /** What is to be said of the file it came in: text around, several blocks, a wrong label. */
  readonly wrapping: readonly DecodedFinding[];
  /** Of the wrapping and of the document itself. */
  readonly findings: readonly DecodedFinding[];
  /** Of a CSR that came in a renewal request: what else the message says. Nothing of it is believed. */
  readonly message?: RenewalMessage;
  /** Of a certificate, when it was asked for. */
  readonly listing?: CertificateListing;
}

export interface DecodeOrder {
  readonly kind: 'decode';
  readonly sources: readonly { readonly index: number; readonly source: DecodeSource }[];
  readonly profile: OidProfile;
  /** Most documents to decode of each source; the others are counted. */
  readonly most: number;
  /** Whether certificates come with what an inventory keeps of them. */
  readonly listings: boolean;
  /** Shared with the pool: the index of the source at work, NO_SOURCE between them. It outlives the worker. */
  readonly current: Int32Array<SharedArrayBuffer>;
}

export const NO_SOURCE = -1;

/** What became of a source, or of a part of it; `found` is told once, and nothing comes after `end`. */
export interface DecodePart {
  readonly index: number;
  readonly found: number | undefined;
  readonly items: readonly DecodedInput[];
  readonly end: { readonly leftOut: number } | undefined;
}

/** From the worker: many small sources in one message, for a message costs as much as reading half a request. */
export type DecodeNews = { readonly kind: 'some'; readonly parts: readonly DecodePart[] } | { readonly kind: 'idle' };
