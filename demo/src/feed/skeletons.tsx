/** Cards without content, of the size that cards have, so that nothing jumps. */
export function Skeletons({ count }: { readonly count: number }) {
  return (
    <ul class="cards" aria-hidden="true" data-testid="skeletons">
      {Array.from({ length: count }, (_, index) => (
        <li key={index} class="postcard postcard-skeleton">
          <span class="picture" />
          <span class="bone bone-title" />
          <span class="bone" />
          <span class="bone bone-short" />
          <span class="bone-foot" />
        </li>
      ))}
    </ul>
  )
}
