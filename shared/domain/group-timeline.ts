/** One certificate of a key group as it counts in time, in milliseconds since 1970. */
export interface TimelineCertificate {
  readonly certificateId: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly revokedAt: number | undefined;
  /** When a plan ends it; it counts where the plan can be carried out. */
  readonly plannedEnd: number | undefined;
}

export interface TimelineStretch {
  /** `gap`: nobody is accepted; `overlap`: two or more; `long-overlap`: longer than agreed. */
  readonly kind: 'gap' | 'overlap' | 'long-overlap';
  readonly from: number;
  readonly to: number;
}

/** Until when a certificate is accepted: its end, its revocation or the end that is planned, whichever comes first. */
export function acceptedUntil({ notAfter, revokedAt, plannedEnd }: TimelineCertificate): number {
  return Math.min(notAfter, revokedAt ?? notAfter, plannedEnd ?? notAfter);
}

/** Which of these are accepted at a moment. RFC 5280 §4.1.2.5: both ends belong to the validity; a revocation ends at once. */
export function acceptedAt(certificates: readonly TimelineCertificate[], at: number): readonly TimelineCertificate[] {
  return certificates.filter((one) => {
    const cut = Math.min(one.revokedAt ?? Infinity, one.plannedEnd ?? Infinity);
    return one.notBefore <= at && at <= one.notAfter && at < cut;
  });
}

/**
 * Gaps and overlaps of a group from its first certificate to its last end, in order and without touching each other's
 * time. `mostOverlap` in milliseconds. Two certificates 0–10 and 8–20 with `mostOverlap` 1 → one `long-overlap` 8–10.
 */
export function stretchesOf(
  certificates: readonly TimelineCertificate[],
  mostOverlap: number,
): readonly TimelineStretch[] {
  const spans = certificates
    .map((one) => ({ from: one.notBefore, to: acceptedUntil(one) }))
    .filter(({ from, to }) => from < to);
  const edges = [...new Set(spans.flatMap(({ from, to }) => [from, to]))].toSorted((a, b) => a - b);
  const stretches: TimelineStretch[] = [];
  for (const [index, from] of edges.entries()) {
    const to = edges[index + 1];
    if (to === undefined) break;
    const many = spans.filter((span) => span.from <= from && span.to >= to).length;
    if (many === 1) continue;
    const kind = many === 0 ? 'gap' : 'overlap';
    const last = stretches.at(-1);
    // Three at a time border on two at a time: one overlap for whoever looks at it.
    if (last?.kind === kind && last.to === from) stretches[stretches.length - 1] = { ...last, to };
    else stretches.push({ kind, from, to });
  }
  return stretches.map((one) =>
    one.kind === 'overlap' && one.to - one.from > mostOverlap ? { ...one, kind: 'long-overlap' } : one,
  );
}
