import { useEffect, useId, useRef, type ReactNode } from 'react';
import { tellWork } from '../../platform/app-status.ts';
import { LongWork, type LongWorkProps } from '../../ui/long-work.tsx';

/** Long work where it was begun, and told in the status bar as well: what, how far, cancel. */
export function RunningWork(props: LongWorkProps): ReactNode {
  const id = useId();
  const { what, done, total, onCancel } = props;
  const cancel = useRef(onCancel);
  useEffect(() => {
    cancel.current = onCancel;
  });
  const canCancel = onCancel !== undefined;
  useEffect(() => {
    tellWork(id, {
      what: () => what,
      done,
      ...(total === undefined ? {} : { total }),
      ...(canCancel ? { onCancel: () => cancel.current?.() } : {}),
    });
  }, [id, what, done, total, canCancel]);
  useEffect(() => () => tellWork(id, undefined), [id]);
  return <LongWork {...props} />;
}
