const PATHS = {
  like: 'M12 20.300s-7.5-4.6-9.3-9.100C1.3 7.6 3.4 4.3 6.8 4.300c2.2 0 3.9 1.2 5.2 3.2 1.3-2 3-3.2 5.2-3.2 3.4 0 5.5 3.3 4.1 6.900C19.5 15.7 12 20.3 12 20.300Z',
  save: 'M6 3.800h12v16.700l-6-4.6-6 4.600Z',
  hide: 'M3.5 12S6.8 6 12 6s8.5 6 8.5 6-3.3 6-8.5 6-8.5-6-8.5-6ZM12 9.500a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5ZM4.5 20 19.5 4',
  dislike:
    'M7.5 13.800V4.500H18c1 0 1.8.7 2 1.700l1 5.600c.2 1.2-.7 2.2-1.9 2.200h-4.600l.8 3.700c.3 1.4-.7 2.3-1.7 2.3-.6 0-1-.3-1.3-.9l-3-5.300ZM7.5 13.800H3.500V4.500h4',
  why: 'M12 3.500a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM9.6 9.600a2.5 2.5 0 1 1 3.5 2.300c-.7.3-1.1.8-1.1 1.600v.4M12 16.600v.1',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.3 15.3 20.5 20.5',
  picture: 'M4 5h16v14H4ZM4.5 17l5-5.5 3.5 3.5 2.5-2.5 4 4M15.5 9.200v.1',
  close: 'M5.5 5.500l13 13M18.5 5.500l-13 13',
  add: 'M12 5v14M5 12h14',
  pause: 'M9 5v14M15 5v14',
  play: 'M8 5.500v13l10.500-6.500Z',
  sound: 'M4 10v4M8 7v10M12 4v16M16 8v8M20 10.500v3',
  clip: 'M3.500 6h12v12h-12ZM15.500 10.500l5-3v9l-5-3',
  shield: 'M12 3.5 19 6v5.500c0 4.3-2.9 7.6-7 9-4.1-1.4-7-4.7-7-9V6ZM8.8 12l2.3 2.3 4.2-4.5',
  steer: 'M4 7h9M17 7h3M15 5v4M4 17h3M11 17h9M9 15v4M4 12h13M19.5 12h.5M18 10v4',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.500v2M12 19.500v2M2.5 12h2M19.5 12h2M5.3 5.300l1.4 1.400M17.3 17.300l1.4 1.400M5.3 18.700l1.4-1.400M17.3 6.700l1.4-1.4',
  moon: 'M19.5 14.500A8 8 0 0 1 9.5 4.500a8 8 0 1 0 10 10Z',
  device: 'M7 3.500h10v17H7ZM10.5 17.700h3',
  filter: 'M4 7h16M7 12h10M10 17h4',
  refresh: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.300M19.5 3.500v4h-4',
  down: 'M6 9.500l6 6 6-6',
  download: 'M12 4v11M7.5 11l4.5 4.5 4.5-4.500M5 20h14',
  upload: 'M12 15.500V4.500M7.5 9l4.5-4.500L16.5 9M5 20h14',
  erase: 'M5 7h14M9.5 7V4.500h5V7M6.5 7l1 13h9l1-13M10.3 10.500v6M13.7 10.500v6',
} as const

export type IconName = keyof typeof PATHS

/** A line drawing beside words; it never stands for them. */
export function Icon({ name, filled = false }: { readonly name: IconName; readonly filled?: boolean }) {
  return (
    <svg class={filled ? 'icon icon-filled' : 'icon'} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  )
}
