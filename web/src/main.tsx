import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { Start } from './app/start.tsx';

/** The content security policy forbids code from text; zod must not even try. */
z.config({ jitless: true });

const root = document.getElementById('root');
const isSilentAnswer = window.parent !== window && window.location.pathname.startsWith('/auth/');

if (isSilentAnswer) {
  import('@azure/msal-browser/redirect-bridge')
    .then((bridge) => bridge.broadcastResponseToMainFrame())
    .catch((thrown: unknown) => console.warn('The silent sign-in was not answered.', thrown));
} else if (root !== null) {
  createRoot(root).render(<Start />);
}
