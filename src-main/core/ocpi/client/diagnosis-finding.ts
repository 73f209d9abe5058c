import type { DiagnosisStep } from '../../../../shared/contract/platform-diagnosis.ts';
import { partnerAdvice } from './partner-advice.ts';
import type { AskFault } from './platform-client.ts';

/** What a step found; its sentence is made from the code. */
export interface DiagnosisFinding {
  readonly verdict: DiagnosisStep['verdict'];
  readonly code: string;
  readonly message: string;
  readonly values?: DiagnosisStep['values'];
  readonly tellPartner?: string;
}

/** An OCPI status of its own, such as 2002, is a no as well. */
export function isNo({ code, data }: AskFault): boolean {
  const { reason = code } = data as { readonly reason?: string };
  return reason === 'UNAUTHORISED' || reason === 'CLIENT_CERTIFICATE_REFUSED' || reason === 'OCPI_ERROR';
}

/** Refusal is what a stranger should meet. */
export function faultFinding(fault: AskFault, as: 'ourselves' | 'stranger'): DiagnosisFinding {
  const { reason, message, httpStatus, ocpiStatus } = fault.data as Readonly<
    Record<string, string | number | undefined>
  >;
  const why = typeof reason === 'string' ? reason : fault.code;
  const text = typeof message === 'string' ? message : fault.code;
  if (as === 'stranger' && isNo(fault)) {
    return { verdict: 'pass', code: 'STRANGER_REFUSED', message: `A stranger is refused: ${text}` };
  }
  const values: Record<string, string | number> = { reason: why };
  if (httpStatus !== undefined) values['httpStatus'] = httpStatus;
  if (ocpiStatus !== undefined) values['ocpiStatus'] = ocpiStatus;
  return { verdict: 'fail', code: why, message: text, values, ...partnerAdvice(why, text) };
}
