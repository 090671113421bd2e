/** What is being done, on one line of a terminal that is written over, or line by line elsewhere. */
export type Progress = {
  step(text: string, done: number, of: number): void;
  line(text: string): void;
  end(): void;
};

type Out = { readonly isTTY?: boolean; write(text: string): unknown };

/** A progress display on the given stream. */
export function createProgress(out: Out): Progress {
  const startedAt = Date.now();
  const isLive = out.isTTY === true;
  let shown = false;
  const clear = (): void => {
    if (shown) out.write('\r\u001b[2K');
    shown = false;
  };
  return {
    step(text, done, of) {
      const line = `Starting (${done} of ${of}, ${((Date.now() - startedAt) / 1000).toFixed(1)} s): ${text}`;
      clear();
      out.write(isLive ? line : `${line}\n`);
      shown = isLive;
    },
    line(text) {
      clear();
      out.write(`${text}\n`);
    },
    end: clear,
  };
}
