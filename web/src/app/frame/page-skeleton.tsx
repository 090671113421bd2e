/** The outline of any page while its code is fetched. */
export function PageSkeleton() {
  return (
    <div aria-busy="true" className="az-page">
      <span className="az-hidden" role="status">
        Loading
      </span>
      <span className="az-bone" style={{ width: 220, height: 30 }} />
    </div>
  );
}
