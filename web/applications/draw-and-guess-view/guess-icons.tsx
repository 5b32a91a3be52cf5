import type { JSX } from 'preact'
import { Icon } from '../../common/icon.tsx'

const SHAPES = {
  sound: <path d="M2 6h2.5L8 3v10L4.5 10H2zM10.5 5.5a3.5 3.5 0 010 5M12.5 3.5a6.5 6.5 0 010 9" />,
  muted: <path d="M2 6h2.5L8 3v10L4.5 10H2zM10.5 6l4 4M14.5 6l-4 4" />,
  pencil: <path d="M3 13l.7-3L11 2.7a1 1 0 011.4 0l.9.9a1 1 0 010 1.4L6 12.3zM9.5 4.2l2.3 2.3" />,
  check: <path d="M3 8.5l3.5 3.5L13 4.5" />,
  flag: <path d="M4 14V2.5M4 3h8l-2 3 2 3H4" />,
  pause: <path d="M5 3v10M11 3v10" />,
  play: <path d="M5 3l8 5-8 5z" />,
  film: <path d="M2.5 3.5h11v9h-11zM5 3.5v9M11 3.5v9M2.5 6.5H5M2.5 9.5H5M11 6.5h2.5M11 9.5h2.5" />,
  back: <path d="M10 3L5 8l5 5" />,
  next: <path d="M6 3l5 5-5 5" />,
  close: <path d="M4 4l8 8M12 4l-8 8" />,
  clear: <path d="M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5" />,
  send: <path d="M2.5 8h10M8.5 4l4 4-4 4" />,
  eye: (
    <path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 9.8a1.8 1.8 0 100-3.6 1.8 1.8 0 000 3.6z" />
  ),
} satisfies Record<string, JSX.Element>

export function GuessIcon({ of }: { of: keyof typeof SHAPES }) {
  return <Icon>{SHAPES[of]}</Icon>
}
