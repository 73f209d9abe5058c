import { createRoot } from 'react-dom/client';
import type { pinWindowContract } from '../../shared/contract/prompt.ts';
import { createClient } from '../../shared/contract/wire/client.ts';
import { portWire, takePorts } from '../platform/port.ts';
import '../ui/theme/fonts.css';
import { PinApp } from './pin-app.tsx';

const element = document.getElementById('root');
if (element === null) throw new Error('pin.html has no #root');
const root = createRoot(element);

/** Nothing is shown before the port is here: without a token host there is nothing to ask. */
takePorts(window, 'pin-port', (port, note) => {
  const client = createClient<typeof pinWindowContract>(portWire(port));
  root.render(
    <PinApp
      client={client}
      language={note['language'] === 'de' ? 'de' : 'en'}
      textScale={typeof note['textScale'] === 'number' ? note['textScale'] : 1}
      onDone={() => window.close()}
    />,
  );
});
