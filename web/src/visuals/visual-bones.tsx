import type { VisualType } from '../../../shared/report/report.ts';

const BARS = [62, 88, 45, 73, 96, 58, 80];

/** The grey shape of a visual while its answer is on the way. */
export function VisualBones({ type }: { readonly type: VisualType }) {
  if (type === 'card') return <span className="az-bone" style={{ width: '55%', height: 32, marginTop: 4 }} />;
  if (type === 'table' || type === 'slicer' || type === 'barChart') {
    return (
      <div className="az-bones-rows" aria-hidden="true">
        {BARS.map((width) => (
          <span key={width} className="az-bone" style={{ width: `${width}%` }} />
        ))}
      </div>
    );
  }
  return (
    <div className="az-bones-columns" aria-hidden="true">
      {BARS.map((height) => (
        <span key={height} className="az-bone" style={{ height: `${height}%` }} />
      ))}
    </div>
  );
}
