export { AsidePage } from './aside-page.tsx'
export { LinkPage } from './link-page.tsx'
