import { Mark } from './drawings/mark.tsx'
import { useBrand } from './page-context.ts'

/** The picture beside the page's name. */
export function BrandMark({ size = 20 }: { size?: number }) {
  const { icon } = useBrand()
  return icon === undefined ? <Mark size={size} /> : <img src={icon} alt="" width={size} height={size} />
}
