/** What stands before the application is there: its outline, the same as in the shell. */
export function Boot() {
  return (
    <div className="az-boot" role="status">
      <div className="az-boot-bar" />
      <span className="az-hidden">Azimuth is loading</span>
    </div>
  );
}
