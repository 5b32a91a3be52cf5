import '../../styles/house-plan.css'
import { Table } from './table.tsx'

/** Beside the sign-in form: a house of rooms in which people talk, draw and play. Decoration only. */
export function HousePlan() {
  return (
    <svg
      class="house-plan"
      viewBox="0 0 560 720"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      focusable="false"
    >
      <defs>
        <pattern id="house-grid" width="20" height="20" patternUnits="userSpaceOnUse">
          <path class="grid" d="M20 0H0v20" />
        </pattern>
      </defs>
      <rect class="sheet" x="-800" y="-400" width="2160" height="1520" fill="url(#house-grid)" />
      <rect class="tint" x="80" y="120" width="220" height="220" />
      <rect class="tint" x="300" y="420" width="180" height="180" />
      <path class="wall" d="M240 600H82a2 2 0 0 1-2-2V122a2 2 0 0 1 2-2h396a2 2 0 0 1 2 2v476a2 2 0 0 1-2 2H300" />
      <path
        class="wall"
        d="M300 120v70m0 60v90M80 340h40m60 0h120M300 340v20m0 60v180M300 260h60m60 0h60M300 420h20m60 0h100"
      />
      <path class="door" d="M240 600v-60a60 60 0 0 1 60 60M300 190h60a60 60 0 0 1-60 60M120 340v60a60 60 0 0 0 60-60" />
      <path class="door" d="M360 260v60a60 60 0 0 0 60-60M320 420v60a60 60 0 0 0 60-60" />
      <HouseTalk />
      <HouseBoard />
      <g transform="translate(150 490) scale(1.7)">
        <Table x={0} y={0} seats={6} taken={4} />
      </g>
      <path class="measure" d="M80 92h400M80 84v16M480 84v16M508 120v480M500 120h16M500 600h16" />
    </svg>
  )
}

/** Speech bubbles in the upper rooms. */
function HouseTalk() {
  return (
    <g>
      <path
        class="bubble"
        d="M124 168h92a8 8 0 0 1 8 8v28a8 8 0 0 1-8 8h-74l-14 12v-12h-4a8 8 0 0 1-8-8v-28a8 8 0 0 1 8-8Z"
      />
      <path class="line" d="M132 184h72M132 196h44" />
      <path
        class="bubble bubble-own"
        d="M176 246h80a8 8 0 0 1 8 8v24a8 8 0 0 1-8 8h-4v12l-14-12h-62a8 8 0 0 1-8-8v-24a8 8 0 0 1 8-8Z"
      />
      <path class="line" d="M184 260h60M184 271h34" />
      <path
        class="bubble"
        d="M396 150h44a8 8 0 0 1 8 8v16a8 8 0 0 1-8 8h-28l-12 10v-10h-4a8 8 0 0 1-8-8v-16a8 8 0 0 1 8-8Z"
      />
      <path class="line" d="M402 166h32" />
    </g>
  )
}

/** A board with a drawing on it, and the pencil that drew it. */
function HouseBoard() {
  return (
    <g>
      <rect class="board" x="336" y="496" width="108" height="74" rx="3" />
      <path class="stroke" d="M350 552c10-34 20-38 28-22s14 22 22 4 14-22 30-12" />
      <path class="pencil" d="m430 522 22-26 8 7-22 26-10 3Z" />
    </g>
  )
}
