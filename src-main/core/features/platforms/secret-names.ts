/** Under which names the vault keeps the secrets of a connection. */
export function secretNames(connectionId: string) {
  const base = `platform/${connectionId}`;
  return {
    token: `${base}/token`,
    /** The one before, until the new one has worked. */
    previousToken: `${base}/token-before`,
    /** The one that the partner shall use at our side. */
    ownToken: `${base}/token-ours`,
    /** One that was offered and of which nobody knows yet whether the partner has taken it; the one above stays valid. */
    ownTokenNext: `${base}/token-ours-next`,
    totpSeed: `${base}/totp`,
  } as const;
}
