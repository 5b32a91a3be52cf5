import { Icon } from '../../common/icon.tsx'

export function SendIcon() {
  return (
    <Icon>
      <path d="M8 13V3.5M4 7l4-4 4 4" />
    </Icon>
  )
}

export function DownIcon() {
  return (
    <Icon>
      <path d="M8 3v9.5M4 9l4 4 4-4" />
    </Icon>
  )
}

export function ClockIcon() {
  return (
    <Icon>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 5v3.2l2 1.3" />
    </Icon>
  )
}

export function AlertIcon() {
  return (
    <Icon>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 5v3.5M8 11h.01" />
    </Icon>
  )
}
