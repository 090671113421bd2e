import { Button } from '@fluentui/react-components';
import { useState } from 'react';

type Props = { readonly text: string; readonly label: string };

/** Copies a text to the clipboard and says that it did, or that the browser did not let it. */
export function CopyButton({ text, label }: Props) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  const copy = async () => setState(await copied(text));
  return (
    <Button size="small" onClick={copy} aria-label={label}>
      {state === 'idle' ? 'Copy' : state === 'copied' ? 'Copied' : 'Select and copy it'}
    </Button>
  );
}

/** Tells whether the clipboard took the text; browsers refuse without a recent click. */
export async function copied(text: string): Promise<'copied' | 'refused'> {
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch {
    return 'refused';
  }
}
