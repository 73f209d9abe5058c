import type { DiagnosisStep } from '../../../shared/contract/platform-diagnosis.ts';

/** The steps as text for the partner, in English as the messages of core are; secrets are masked there already. */
export function reportText(name: string, as: 'ourselves' | 'stranger', steps: readonly DiagnosisStep[]): string {
  const head = as === 'stranger' ? `${name}: what a stranger can read` : `${name}: diagnosis of the connection`;
  const lines = steps.flatMap(({ step, verdict, code, message, tellPartner, milliseconds, exchanges }) => [
    `${verdict.toUpperCase()} ${step} (${milliseconds} ms) ${code}: ${message}`,
    ...exchanges.map(
      ({ method, url, status, ocpiStatus }) =>
        `    ${method} ${url} → HTTP ${status ?? '–'}${ocpiStatus === undefined ? '' : `, OCPI ${ocpiStatus}`}`,
    ),
    ...(tellPartner === undefined ? [] : [`    → ${tellPartner}`]),
  ]);
  return [head, '', ...lines, ''].join('\n');
}
