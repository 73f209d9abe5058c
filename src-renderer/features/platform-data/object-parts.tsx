import type { ReactNode } from 'react';
import type { OcpiObject } from '../../../shared/contract/ocpi-objects.ts';
import type { ObjectRow } from '../../../shared/contract/platform-rows.ts';
import type { StatusChange } from './status-change.ts';
import { CdrPart } from './cdr-part.tsx';
import { LocationPart } from './location-part.tsx';
import { SessionPart } from './session-part.tsx';
import { TariffPart } from './tariff-part.tsx';

/** What an object says beyond the facts of its row, by its kind. */
export function ObjectParts(props: {
  readonly object: OcpiObject;
  readonly row: ObjectRow;
  readonly history: readonly StatusChange[];
}): ReactNode {
  const { object, row, history } = props;
  switch (object.kind) {
    case 'tariff':
      return <TariffPart tariff={object} />;
    case 'session':
      return <SessionPart session={object} row={row} />;
    case 'cdr':
      return <CdrPart cdr={object} />;
    case 'location':
      return <LocationPart location={object} history={history} />;
    case 'driver-token':
    case 'tariff-association':
    case 'evse-status':
      return null;
  }
}
