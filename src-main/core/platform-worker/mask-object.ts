import type { OcpiObject } from '../../../shared/contract/ocpi-objects.ts';
import { maskPersonal } from '../ocpi/read/personal-spots.ts';

/** An object as it is shown to whoever has given no reason: nobody can tell whose token it was. */
export function maskObject(object: OcpiObject): OcpiObject {
  const other = object.other.map(([path, text]): [string, string] => [
    path,
    isPersonalName(path) ? maskPersonal(text) : text,
  ]);
  switch (object.kind) {
    case 'session':
    case 'cdr': {
      const { driver } = object;
      if (driver === undefined) return { ...object, other };
      const { uid, contractId } = driver;
      return {
        ...object,
        other,
        driver: {
          ...driver,
          ...(uid === undefined ? {} : { uid: maskPersonal(uid) }),
          ...(contractId === undefined ? {} : { contractId: maskPersonal(contractId) }),
        },
      };
    }
    case 'driver-token': {
      const { uid, contractId, visualNumber, groupId } = object;
      return {
        ...object,
        other,
        id: maskPersonal(uid),
        uid: maskPersonal(uid),
        ...(contractId === undefined ? {} : { contractId: maskPersonal(contractId) }),
        ...(visualNumber === undefined ? {} : { visualNumber: maskPersonal(visualNumber) }),
        ...(groupId === undefined ? {} : { groupId: maskPersonal(groupId) }),
      };
    }
    default:
      return { ...object, other };
  }
}

/** Fields of vendors that name somebody, as in personal-spots.ts. */
function isPersonalName(path: string): boolean {
  return /(?:plate|contract|emaid|vin|driver|customer|mail|phone|uid)/i.test(path.slice(path.lastIndexOf('.') + 1));
}
