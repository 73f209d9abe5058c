/** What a new connection starts from: reads when asked, keeps for a year, sees personal data go after ninety days. */
export const blankConnection = {
  name: '',
  partnerId: null,
  versionsUrl: '',
  authorization: { kind: 'token' as const, encoding: 'auto' as const, header: 'Authorization', prefix: 'Token' },
  generationId: null,
  trust: { kind: 'system' as const },
  proxy: null,
  allowedHosts: [],
  overrides: [],
  ownParty: null,
  schedule: { modules: [], everyMinutes: 0, fullEveryDays: 7 },
  retention: { rowsDays: 365, personalDays: 90 },
  limits: { timeoutSeconds: 30, parallel: 2, pageSize: 1000, maxPageMegabytes: 64 },
  sendNulls: false,
};

/** A TOTP header as OCPI 3.0's reference sends it without a configuration (OCPI 3.0, TOTP). */
export const usualTotp = {
  type: '0' as const,
  validitySeconds: 30,
  length: 12,
  alphabet: '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ',
  hash: 'sha256' as const,
};
