import { createContext, use } from 'react';

const DarknessContext = createContext(false);

export const DarknessProvider = DarknessContext.Provider;

/** Whether pictures are drawn for a dark page. */
export function useDarkness(): boolean {
  return use(DarknessContext);
}
