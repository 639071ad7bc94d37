import { announcement } from './announcements.js'

export function LiveRegion() {
  return (
    <div class="visually-hidden" role="status" data-testid="announcement">
      {announcement}
    </div>
  )
}
