import { Button } from '@fluentui/react-components';
import { type ReactElement, type ReactNode, useRef } from 'react';
import { ACCEPTED } from './check-file.ts';
import { useUpload } from './upload-context.tsx';

type Props = {
  readonly children: ReactNode;
  readonly workspaceId?: string | undefined;
  readonly appearance?: 'primary' | 'secondary';
  readonly icon?: ReactElement;
};

/** Opens the file picker, and brings what is picked. */
export function FileButton({ children, workspaceId, appearance = 'secondary', icon }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const { bring } = useUpload();
  return (
    <>
      <Button appearance={appearance} {...(icon === undefined ? {} : { icon })} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        accept={ACCEPTED}
        className="az-hidden"
        tabIndex={-1}
        aria-label="Choose a data file"
        onChange={(event) => {
          bring([...(event.target.files ?? [])], workspaceId);
          event.target.value = '';
        }}
      />
    </>
  );
}
