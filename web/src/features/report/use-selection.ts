import { useCallback, useMemo } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import type { Selection } from './selection.ts';
import { decodeSelection, encodeSelection, LONGEST_ADDRESS_PART } from './selection-address.ts';

const PARAMETER = 'picked';

function keptIn(state: unknown): string | undefined {
  const isKept = typeof state === 'object' && state !== null && PARAMETER in state;
  return isKept && typeof state[PARAMETER] === 'string' ? state[PARAMETER] : undefined;
}

/**
 * What is picked on the page lives in the address, so that Back undoes a pick and a link shows the same. One too
 * long for an address is kept in the history's entry: Back works, the link shows the page unfiltered.
 */
export function useSelection(): [Selection, (next: Selection) => void] {
  const [parameters, setParameters] = useSearchParams();
  const { state } = useLocation();
  const text = parameters.get(PARAMETER) ?? keptIn(state) ?? '';
  const selection = useMemo(() => decodeSelection(text), [text]);
  const setSelection = useCallback(
    (next: Selection) => {
      const encoded = encodeSelection(next);
      const isLong = encoded.length > LONGEST_ADDRESS_PART;
      setParameters(encoded === '' || isLong ? {} : { [PARAMETER]: encoded }, {
        state: isLong ? { [PARAMETER]: encoded } : null,
        preventScrollReset: true,
      });
    },
    [setParameters],
  );
  return [selection, setSelection];
}
