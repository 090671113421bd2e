/** The product's mark: a needle on a dial. Decoration; its neighbour says the name. */
export function Mark({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" fill="#147584" />
      <circle
        cx="16"
        cy="16"
        r="9.5"
        fill="none"
        stroke="#b5e2e9"
        strokeWidth="1.6"
        strokeDasharray="1.6 5.86"
        strokeLinecap="round"
      />
      <path d="M22.2 8.4 17.9 18 9.8 23.6 14.1 14z" fill="#ffffff" />
      <path d="M17.9 18 9.8 23.6 14.1 14z" fill="#7bc2cd" />
    </svg>
  );
}
