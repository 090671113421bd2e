import './bones.css';

/** The outline of a report while its definition is fetched. */
export function ReportBones() {
  return (
    <div aria-hidden="true">
      <div className="az-page-head">
        <span className="az-bone" style={{ width: 240, height: 28 }} />
      </div>
      <div className="az-bones-grid">
        {['card', 'card', 'card', 'card', 'wide', 'narrow', 'narrow', 'wide'].map((shape, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
          <div key={index} className="az-bones-box" data-shape={shape} />
        ))}
      </div>
    </div>
  );
}
